// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "models/common/geometry.h"
#include "models/common/layer_program.h"
#include "traces/sums.h"
#include "traces/tensor.h"

namespace scnnsim {

/// Whether the machine computes values, or only timing and counters.
struct ValueMode {
  bool computed = true;
  /// The tensor (K, P', Q') that the PPUs compress and store (written_tensor.h): the trace's `written`
  /// tensor, or, if values are not computed, the known outputs (K, P, Q) after ReLU and requantisation. Null:
  /// the outputs that the PPUs compute; if values are not computed, outputs are unknown, and none is stored.
  const Tensor<std::int16_t>* stored = nullptr;
};

/// Outputs of the machine, recorded for verification: the complete sums of the PPUs, and the activations in
/// the OARAMs.
struct OutputRecorder {
  /// `stored`: of ValueMode.
  OutputRecorder(const LayerProgram& program, const Tensor<std::int16_t>* stored)
      : sums({std::size_t{program.geometry.filters} * program.geometry.groups,
              static_cast<std::size_t>(program.geometry.P), static_cast<std::size_t>(program.geometry.Q)},
             program.sums_fit_int32),
        activations(stored != nullptr ? stored->shape : sums.shape()) {}

  Sums sums;                         ///< (K, P, Q): with bias, before ReLU and requantisation
  Tensor<std::int16_t> activations;  ///< (K, P', Q') of what is stored: decoded from the compressed blocks
};

}  // namespace scnnsim
