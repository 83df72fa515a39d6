// SPDX-License-Identifier: Apache-2.0
#include "traces/recognize_granularity.h"

#include <algorithm>
#include <cstdint>

#include "traces/prune.h"

namespace scnnsim {

namespace {

constexpr std::size_t whole_share = 2;    ///< one in so many zeros, at least, lies in a zero grain
constexpr std::size_t chance_share = 10;  ///< one in so many kept weights, at most, is zero

template <class T>
bool grains_explain_zeros(const std::vector<T>& weights, std::size_t length) {
  std::size_t zeros = 0, in_zero_grains = 0;
  for (auto grain = weights.begin(); grain != weights.end(); grain += static_cast<std::ptrdiff_t>(length)) {
    const auto found =
        static_cast<std::size_t>(std::count(grain, grain + static_cast<std::ptrdiff_t>(length), T{0}));
    zeros += found;
    if (found == length) in_zero_grains += found;
  }
  return in_zero_grains * whole_share >= zeros &&
         (zeros - in_zero_grains) * chance_share <= weights.size() - in_zero_grains;
}

LayerShape shape_of(const Shape& weights) {
  LayerShape shape;
  shape.K = static_cast<std::uint32_t>(weights[0]);
  shape.C = static_cast<std::uint32_t>(weights[1]);
  shape.R = static_cast<std::uint32_t>(weights[2]);
  shape.S = static_cast<std::uint32_t>(weights[3]);
  return shape;
}

}  // namespace

template <class T>
Granularity recognize_granularity(const Tensor<T>& weights) {
  if (std::find(weights.data.begin(), weights.data.end(), T{0}) == weights.data.end())
    return Granularity::none;
  const LayerShape shape = shape_of(weights.shape);
  const auto& rules = grain_rules();  // the finest first
  for (std::size_t i = rules.size(); i-- > 1;) {
    const std::size_t length = rules[i].length(shape);
    if (length > rules[i - 1].length(shape) && grains_explain_zeros(weights.data, length))
      return rules[i].granularity;
  }
  return rules.front().granularity;
}

template Granularity recognize_granularity(const Tensor<std::int8_t>&);
template Granularity recognize_granularity(const Tensor<std::int16_t>&);
template Granularity recognize_granularity(const Tensor<float>&);
template Granularity recognize_granularity(const Tensor<double>&);

bool same_grains(Granularity one, Granularity other, const LayerShape& shape) {
  if (one == other) return true;
  if (one == Granularity::none || other == Granularity::none) return false;
  return grain_rule(one).length(shape) == grain_rule(other).length(shape);
}

}  // namespace scnnsim
