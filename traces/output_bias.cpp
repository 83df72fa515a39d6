// SPDX-License-Identifier: Apache-2.0
#include "traces/output_bias.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>
#include <vector>

#include "traces/support/error.h"

namespace scnnsim {

namespace {

/// The range of one output channel's sums and the smallest sum that is to come out as non-zero.
struct Channel {
  std::int64_t lowest, highest, threshold;
};

/// Picks thresholds channel by channel, keeping the running number of non-zeros as near to its target as ties
/// allow.
class ThresholdPicker {
 public:
  ThresholdPicker(double density, std::size_t positions) : density_(density), positions_(positions) {}

  /// `sums` are one channel's; they are reordered.
  std::int64_t pick(std::vector<std::int32_t>& sums) {
    const std::size_t already = wanted_;
    ++channels_;
    wanted_ = static_cast<std::size_t>(
        std::llround(density_ * static_cast<double>(channels_) * static_cast<double>(positions_)));
    const std::size_t rank = std::min(wanted_ - already, positions_);
    if (rank == 0) return accept(std::int64_t{*std::max_element(sums.begin(), sums.end())} + 1, 0);
    std::nth_element(sums.begin(), sums.begin() + static_cast<std::ptrdiff_t>(rank - 1), sums.end(),
                     std::greater<>());
    const std::int32_t value = sums[rank - 1];
    const auto above = count(sums, [value](std::int32_t sum) { return sum > value; });
    const auto through = count(sums, [value](std::int32_t sum) { return sum >= value; });
    return distance(above) < distance(through) ? accept(std::int64_t{value} + 1, above)
                                               : accept(value, through);
  }

 private:
  template <class Condition>
  static std::size_t count(const std::vector<std::int32_t>& sums, Condition condition) {
    return static_cast<std::size_t>(std::count_if(sums.begin(), sums.end(), condition));
  }
  std::size_t distance(std::size_t more) const {
    return std::max(given_ + more, wanted_) - std::min(given_ + more, wanted_);
  }
  std::int64_t accept(std::int64_t threshold, std::size_t nonzeros) {
    given_ += nonzeros;
    return threshold;
  }

  double density_;
  std::size_t positions_, channels_ = 0;
  std::size_t wanted_ = 0, given_ = 0;  ///< non-zeros over the channels so far
};

std::vector<Channel> examine(const LayerShape& shape, const Tensor<std::int32_t>& sums,
                             std::optional<double> density) {
  const std::size_t positions = std::size_t{shape.P()} * shape.Q();
  ThresholdPicker picker(density.value_or(0), positions);
  std::vector<Channel> channels;
  for (auto begin = sums.data.begin(); begin != sums.data.end();
       begin += static_cast<std::ptrdiff_t>(positions)) {
    std::vector<std::int32_t> plane(begin, begin + static_cast<std::ptrdiff_t>(positions));
    const auto [lowest, highest] = std::minmax_element(plane.begin(), plane.end());
    channels.push_back({*lowest, *highest, 0});
    if (density) channels.back().threshold = picker.pick(plane);
  }
  return channels;
}

/// What is added to the sums of a channel: its threshold comes to lie at 2^shift.
std::int64_t bias_of(const Channel& channel, std::uint32_t shift) {
  return (std::int64_t{1} << shift) - channel.threshold;
}

std::uint32_t smallest_shift(const LayerDescription& layer, const std::vector<Channel>& channels, bool biased,
                             unsigned operand_bits) {
  const std::int64_t limit = std::int64_t{1} << (operand_bits - 1);
  for (std::uint32_t shift = 0; shift < 32; ++shift) {
    const bool fits = std::all_of(channels.begin(), channels.end(), [&](const Channel& channel) {
      const std::int64_t bias = biased ? bias_of(channel, shift) : 0;
      return (channel.highest + bias) >> shift < limit &&
             (layer.rectifies() || (channel.lowest + bias) >> shift >= -limit);
    });
    if (fits) return shift;
  }
  throw UserError(fmt::format("layer {}: no output_shift below 32 brings its sums within {} bits", layer.name,
                              operand_bits));
}

}  // namespace

OutputScaling scale_outputs(const LayerDescription& layer, const Tensor<std::int32_t>& sums,
                            std::optional<double> density, std::optional<std::uint32_t> fixed_shift,
                            unsigned operand_bits) {
  if (!layer.rectifies()) density.reset();
  const auto channels = examine(layer.shape, sums, density);
  OutputScaling scaling;
  scaling.shift =
      fixed_shift ? *fixed_shift : smallest_shift(layer, channels, density.has_value(), operand_bits);
  if (!density) return scaling;
  scaling.bias.emplace(Shape{layer.shape.K});
  for (std::size_t k = 0; k < channels.size(); ++k) {
    const std::int64_t bias = bias_of(channels[k], scaling.shift);
    const std::int64_t reach =
        std::max({std::abs(bias), std::abs(channels[k].lowest + bias), std::abs(channels[k].highest + bias)});
    if (reach > std::numeric_limits<std::int32_t>::max())
      throw UserError(
          fmt::format("layer {}: the bias {} of output channel {} leaves 32 bits", layer.name, bias, k));
    scaling.bias->data[k] = static_cast<std::int32_t>(bias);
  }
  return scaling;
}

}  // namespace scnnsim
