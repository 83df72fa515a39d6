// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "models/common/geometry.h"
#include "models/common/layer_program.h"
#include "traces/tensor.h"

namespace scnnsim {

/// Whether the machine computes values, or only timing and counters.
struct ValueMode {
  bool computed = true;
  /// Used if values are not computed: the outputs (K, P, Q), after ReLU and requantisation, that the PPUs
  /// compress. Null: outputs are unknown, and no output is stored.
  const Tensor<std::int16_t>* known_outputs = nullptr;
};

/// Outputs of the machine, recorded for verification: the complete sums of the PPUs, and the activations in
/// the OARAMs.
struct OutputRecorder {
  explicit OutputRecorder(const UnitGeometry& g)
      : sums({std::size_t{g.filters} * g.groups, static_cast<std::size_t>(g.P),
              static_cast<std::size_t>(g.Q)}),
        activations(sums.shape) {}

  Tensor<std::int32_t> sums;         ///< (K, P, Q): with bias, before ReLU and requantisation
  Tensor<std::int16_t> activations;  ///< (K, P, Q): decoded from the compressed blocks
};

}  // namespace scnnsim
