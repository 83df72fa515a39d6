// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "models/pe/output_recorder.h"
#include "traces/layer.h"

namespace scnnsim {

/// What a layer's outputs must be. Refers to the sums.
struct ReferenceOutputs {
  const Sums& sums;                  ///< (K, P, Q): with bias, before ReLU and requantisation
  Tensor<std::int16_t> activations;  ///< what is written: the written tensor, or (K, P, Q) after both
};

/// Sums, which must outlive the result, and what ReLU and requantisation make of them.
ReferenceOutputs outputs_of(const Sums& sums, const LayerDescription& layer, unsigned operand_bits);

/// The first difference between what the machine computed and the reference, as text; empty if there is none.
std::string first_mismatch(const OutputRecorder& outputs, const ReferenceOutputs& reference);

/// The same for sums alone.
std::string first_mismatch_of_sums(const Sums& computed, const Sums& reference);

}  // namespace scnnsim
