// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "traces/layer.h"

namespace scnnsim {

/// Plain convolution (K, P, Q) with bias, before ReLU and requantisation: the independent reference that
/// every run is checked against. Shares no code with the simulated machine. int32 if the magnitudes of every
/// filter's weights times the largest activation, plus the bias, fit; else int64, which holds every sum.
Sums convolve(const LayerDescription& layer, const LayerTensors& tensors);

/// ReLU (if the layer rectifies), arithmetic right shift by layer.output_shift, saturation to signed
/// `operand_bits`.
class Requantisation {
 public:
  Requantisation(const LayerDescription& layer, unsigned operand_bits)
      : rectifies_(layer.rectifies()),
        least_(rectifies_ ? 0 : std::numeric_limits<std::int32_t>::min()),
        shift_(std::min(layer.output_shift, 31u)),
        highest_((std::int32_t{1} << (operand_bits - 1)) - 1) {}

  std::int16_t operator()(std::int32_t sum) const {
    return static_cast<std::int16_t>(std::clamp(std::max(sum, least_) >> shift_, -highest_ - 1, highest_));
  }

  std::int16_t operator()(std::int64_t sum) const {
    if (rectifies_ && sum < 0) return 0;
    return static_cast<std::int16_t>(
        std::clamp(sum >> shift_, -std::int64_t{highest_} - 1, std::int64_t{highest_}));
  }

 private:
  bool rectifies_;
  std::int32_t least_;
  unsigned shift_;
  std::int32_t highest_;
};

}  // namespace scnnsim
