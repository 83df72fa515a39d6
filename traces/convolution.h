// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "traces/layer.h"

namespace scnnsim {

/// Plain convolution (K, P, Q) with bias, before ReLU and requantisation: the independent reference that
/// every run is checked against. Shares no code with the simulated machine. Throws UserError, naming
/// `layer.name`, when a sum leaves the range of int32.
Tensor<std::int32_t> convolve(const LayerDescription& layer, const LayerTensors& tensors);

/// ReLU (if the layer has one), arithmetic right shift by layer.output_shift, saturation to signed
/// `operand_bits`.
class Requantisation {
 public:
  Requantisation(const LayerDescription& layer, unsigned operand_bits)
      : least_(layer.relu ? 0 : std::numeric_limits<std::int32_t>::min()),
        shift_(std::min(layer.output_shift, 31u)),
        highest_((std::int32_t{1} << (operand_bits - 1)) - 1) {}

  std::int16_t operator()(std::int32_t sum) const {
    return static_cast<std::int16_t>(std::clamp(std::max(sum, least_) >> shift_, -highest_ - 1, highest_));
  }

 private:
  std::int32_t least_;
  unsigned shift_;
  std::int32_t highest_;
};

}  // namespace scnnsim
