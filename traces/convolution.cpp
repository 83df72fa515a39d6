// SPDX-License-Identifier: Apache-2.0
#include "traces/convolution.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <type_traits>
#include <vector>

#include "traces/add_scaled.h"

namespace scnnsim {

namespace {

/// Planes of one group with their padding written out, so that no loop below has an edge case.
struct PaddedPlanes {
  std::size_t rows, columns;
  std::vector<std::int16_t> values;

  PaddedPlanes(const LayerShape& s, const std::int16_t* activations)
      : rows(s.H + s.pad_top + s.pad_bottom),
        columns(s.W + s.pad_left + s.pad_right),
        values(s.channels_per_group() * rows * columns + scaled_slack) {
    for (std::size_t c = 0; c < s.channels_per_group(); ++c)
      for (std::size_t h = 0; h < s.H; ++h)
        std::copy_n(activations + (c * s.H + h) * s.W, s.W,
                    &values[(c * rows + h + s.pad_top) * columns + s.pad_left]);
  }
};

/// How one tap's inputs line up with the sums: `runs` runs of `length` sums. With unit stride sums keep the
/// row length of the padded plane, so that all rows are one run; the sums between two output rows are rubbish
/// and never read.
struct Walk {
  std::size_t runs, length, input_step, row_step, columns;

  Walk(const LayerShape& s, const PaddedPlanes& planes)
      : runs(s.P()),
        length(s.Q()),
        input_step(s.stride_w),
        row_step(s.stride_h * planes.columns),
        columns(s.Q()) {
    if (s.stride_h != 1 || s.stride_w != 1) return;
    columns = planes.columns;
    length = (runs - 1) * columns + s.Q();
    runs = 1;
  }
};

/// Adds the products of one tap after another to the sums of an output channel.
template <class Sum>
class Taps {
 public:
  Taps(const Walk& walk, std::vector<Sum>& sums) : walk_(walk), sums_(sums) {}

  void add(const std::int16_t* inputs, std::int16_t weight) {
    if (std::is_same_v<Sum, std::int32_t> && walk_.runs == 1 && walk_.input_step == 1) {
      taps_[count_++] = {inputs, weight};
      if (count_ == taps_.size()) finish();
      return;
    }
    for (std::size_t run = 0; run < walk_.runs; ++run)
      for (std::size_t i = 0; i < walk_.length; ++i)
        sums_[run * walk_.columns + i] +=
            Sum{weight} * Sum{inputs[run * walk_.row_step + i * walk_.input_step]};
  }

  /// Adds those that were put off to be added together.
  void finish() {
    if constexpr (std::is_same_v<Sum, std::int32_t>)
      if (count_ > 0) add_scaled(sums_.data(), taps_.data(), count_, walk_.length);
    count_ = 0;
  }

 private:
  const Walk& walk_;
  std::vector<Sum>& sums_;
  std::array<ScaledInputs, scaled_at_once> taps_;
  std::size_t count_ = 0;
};

/// One output channel: `weights` are its (C / groups, R, S).
template <class Sum>
void accumulate_channel(const LayerShape& s, const PaddedPlanes& planes, const Walk& walk,
                        const std::int16_t* weights, std::vector<Sum>& sums) {
  Taps<Sum> taps(walk, sums);
  for (std::size_t c = 0; c < s.channels_per_group(); ++c)
    for (std::size_t r = 0; r < s.R; ++r)
      for (std::size_t t = 0; t < s.S; ++t) {
        const std::int16_t weight = *weights++;
        if (weight != 0)
          taps.add(&planes.values[(c * planes.rows + r * s.dilation_h) * planes.columns + t * s.dilation_w],
                   weight);
      }
  taps.finish();
}

template <class Sum>
Tensor<Sum> convolve_with(const LayerDescription& layer, const LayerTensors& tensors) {
  const LayerShape& s = layer.shape;
  Tensor<Sum> output({s.K, s.P(), s.Q()});
  const std::size_t filter = std::size_t{s.channels_per_group()} * s.R * s.S;
  auto result = output.data.begin();
  for (std::size_t g = 0; g < s.groups; ++g) {
    const PaddedPlanes planes(s, &tensors.activations.data[g * s.channels_per_group() * s.H * s.W]);
    const Walk walk(s, planes);
    std::vector<Sum> sums(s.P() * walk.columns + scaled_slack);
    for (std::size_t k = g * s.filters_per_group(); k < (g + 1) * s.filters_per_group(); ++k) {
      std::fill(sums.begin(), sums.end(), tensors.bias ? tensors.bias->data[k] : 0);
      accumulate_channel(s, planes, walk, &tensors.weights.data[k * filter], sums);
      for (std::size_t p = 0; p < s.P(); ++p)
        result = std::copy_n(sums.begin() + static_cast<std::ptrdiff_t>(p * walk.columns), s.Q(), result);
    }
  }
  return output;
}

template <class T>
std::int64_t largest_magnitude(const Tensor<T>& tensor) {
  T lowest = 0, highest = 0;
  for (const T value : tensor.data) lowest = std::min(lowest, value), highest = std::max(highest, value);
  return std::max<std::int64_t>(-std::int64_t{lowest}, highest);
}

std::int64_t magnitudes_of(const Tensor<std::int16_t>& weights, std::size_t filter, std::size_t length) {
  std::int64_t sum = 0;
  for (std::size_t i = filter * length; i < (filter + 1) * length; ++i) sum += std::abs(int{weights.data[i]});
  return sum;
}

/// Whether no sum, not even a partial one, can leave 32 bits.
bool fits_32_bits(const LayerTensors& tensors) {
  constexpr std::int64_t limit = std::numeric_limits<std::int32_t>::max();
  const std::int64_t input = largest_magnitude(tensors.activations);
  const std::size_t filters = tensors.weights.shape[0], length = tensors.weights.size() / filters;
  const std::int64_t bias = tensors.bias ? largest_magnitude(*tensors.bias) : 0;
  // A looser bound, which most layers meet, saves looking at every filter.
  if (static_cast<std::int64_t>(length) * largest_magnitude(tensors.weights) * input + bias <= limit)
    return true;
  for (std::size_t k = 0; k < filters; ++k) {
    const std::int64_t own_bias = tensors.bias ? std::abs(std::int64_t{tensors.bias->data[k]}) : 0;
    if (magnitudes_of(tensors.weights, k, length) * input + own_bias > limit) return false;
  }
  return true;
}

}  // namespace

Sums convolve(const LayerDescription& layer, const LayerTensors& tensors) {
  if (fits_32_bits(tensors)) return convolve_with<std::int32_t>(layer, tensors);
  return convolve_with<std::int64_t>(layer, tensors);
}

}  // namespace scnnsim
