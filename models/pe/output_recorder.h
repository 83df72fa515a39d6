// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "models/common/geometry.h"
#include "models/common/layer_program.h"
#include "traces/tensor.h"

namespace scnnsim {

/// Whether the machine computes sums, or its timing and accesses alone.
struct ValueMode {
  bool computed = true;
  /// If not computed: the outputs (K, P, Q) after ReLU and requantisation that PPUs compress in place of
  /// their own; null: unknown, and nothing is stored.
  const Tensor<std::int16_t>* known_outputs = nullptr;
};

/// The test bench's view of what the machine computed: what PPUs sum up, and what stands in the OARAMs.
struct OutputRecorder {
  explicit OutputRecorder(const UnitGeometry& g)
      : sums({std::size_t{g.filters} * g.groups, static_cast<std::size_t>(g.P),
              static_cast<std::size_t>(g.Q)}),
        activations(sums.shape) {}

  Tensor<std::int32_t> sums;         ///< (K, P, Q): with bias, before ReLU and requantisation
  Tensor<std::int16_t> activations;  ///< (K, P, Q): decoded from the compressed blocks
};

}  // namespace scnnsim
