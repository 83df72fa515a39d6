// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/geometry.h"
#include "models/common/layer_program.h"
#include "traces/tensor.h"

namespace scnnsim {

/// Indices of a written tensor's dimension, of `written` indices, that belong to the output positions `owned`
/// out of `outputs`: index i belongs to position floor(i outputs / written). Ranges that partition the
/// positions so partition the indices.
inline Range written_range(const Range& owned, std::int64_t outputs, std::int64_t written) {
  return {ceil_divide(owned.begin * written, outputs), ceil_divide(owned.end * written, outputs)};
}

/// The positions of a written tensor of shape (K, P', Q') that belong to a rectangle of the layer's outputs,
/// and so to the pass and PE that own it (models/README.md section 6). Assumption: what follows the
/// convolution moves no output between PEs.
inline Rectangle written_part(const Rectangle& owned, const UnitGeometry& geometry, const Shape& written) {
  if (owned.empty()) return {};
  return {written_range(owned.rows, geometry.P, static_cast<std::int64_t>(written[1])),
          written_range(owned.columns, geometry.Q, static_cast<std::int64_t>(written[2]))};
}

}  // namespace scnnsim
