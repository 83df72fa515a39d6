// SPDX-License-Identifier: Apache-2.0
#include "traces/recognize_granularity.h"

#include <algorithm>
#include <cstdint>

#include "traces/grains.h"

namespace scnnsim {

namespace {

constexpr std::size_t whole_share = 2;    ///< one in so many zeros, at least, lies in a zero grain
constexpr std::size_t chance_share = 10;  ///< one in so many kept weights (n:m: groups), at most, has a zero
constexpr std::uint32_t longest_side = 64;
constexpr std::uint32_t longest_group = 32;
constexpr std::size_t least_groups = 64;

LayerShape shape_of(const Shape& weights, std::uint32_t groups) {
  LayerShape shape;
  shape.K = static_cast<std::uint32_t>(weights[0]);
  shape.C = static_cast<std::uint32_t>(weights[1]) * groups;
  shape.R = static_cast<std::uint32_t>(weights[2]);
  shape.S = static_cast<std::uint32_t>(weights[3]);
  shape.groups = groups;
  return shape;
}

template <class T>
class ZeroPattern {
 public:
  ZeroPattern(const std::vector<T>& weights, const LayerShape& shape) : weights_(weights), shape_(shape) {}

  Granularity recognize() const {
    if (explains(Granularity::filter, Granularity::kernel)) return Granularity::filter;
    if (explains(Granularity::channel, Granularity::kernel)) return Granularity::channel;
    const bool kernels = explains(Granularity::kernel, Granularity::vector);
    if (kernels || is_pointwise())
      if (const Granularity block = grown([](auto k, auto c) { return Granularity::block(k, c); });
          block != Granularity::block(1, 1))
        return block;
    if (kernels) return Granularity::kernel;
    if (explains(Granularity::vector, Granularity::element)) return Granularity::vector;
    for (std::uint32_t m = 2; m <= longest_group; m *= 2)
      if (const std::uint32_t n = kept_of(m)) return Granularity::n_of_m(n, m);
    if (const Granularity block = grown([](auto k, auto c) { return Granularity::element_block(k, c); });
        block != Granularity::element_block(1, 1))
      return block;
    return Granularity::element;
  }

 private:
  bool is_pointwise() const { return shape_.R == 1 && shape_.S == 1; }
  std::size_t zeros_in(const std::vector<GrainRun>& runs) const {
    std::size_t zeros = 0;
    for (const GrainRun& run : runs) {
      const auto first = weights_.begin() + static_cast<std::ptrdiff_t>(run.first);
      zeros +=
          static_cast<std::size_t>(std::count(first, first + static_cast<std::ptrdiff_t>(run.length), T{0}));
    }
    return zeros;
  }

  bool explains(const Granularity& granularity, const Granularity& finer) const {
    return !same_grains(granularity, finer, shape_) && explains(granularity);
  }
  bool explains(const Granularity& granularity) const {
    std::size_t zeros = 0, in_zero_grains = 0;
    Grains(granularity, shape_).for_each([&](const std::vector<GrainRun>& runs) {
      const std::size_t found = zeros_in(runs);
      zeros += found;
      std::size_t size = 0;
      for (const GrainRun& run : runs) size += run.length;
      if (found == size) in_zero_grains += found;
    });
    return in_zero_grains * whole_share >= zeros &&
           (zeros - in_zero_grains) * chance_share <= weights_.size() - in_zero_grains;
  }

  /// The block of this kind whose sides can be doubled no further.
  template <class Block>
  Granularity grown(Block block) const {
    std::uint32_t k = 1, c = 1;
    for (bool grows = true; grows;) {
      grows = false;
      if (2 * k <= std::min(longest_side, shape_.filters_per_group()) && explains(block(2 * k, c)))
        k *= 2, grows = true;
      if (2 * c <= std::min(longest_side, shape_.channels_per_group()) && explains(block(k, 2 * c)))
        c *= 2, grows = true;
    }
    return block(k, c);
  }

  /// The n of n:m that explains the zeros; 0 if there is none.
  std::uint32_t kept_of(std::uint32_t m) const {
    if (m > shape_.channels_per_group()) return 0;
    std::vector<std::size_t> holding(m + 1, 0);
    std::size_t most_in_rest = 0;
    Grains(Granularity::n_of_m(1, m), shape_).for_each([&](const std::vector<GrainRun>& runs) {
      std::size_t size = 0;
      for (const GrainRun& run : runs) size += run.length;
      const std::size_t nonzeros = size - zeros_in(runs);
      if (size == m)
        ++holding[nonzeros];
      else
        most_in_rest = std::max(most_in_rest, nonzeros);
    });
    std::size_t n = m, groups = 0;
    while (n > 0 && holding[n] == 0) --n;
    for (const std::size_t count : holding) groups += count;
    const bool is_regular = (groups - holding[n]) * chance_share <= groups && groups >= least_groups;
    return n < m && n > 0 && is_regular && most_in_rest <= n ? static_cast<std::uint32_t>(n) : 0;
  }

  const std::vector<T>& weights_;
  const LayerShape shape_;
};

}  // namespace

template <class T>
Granularity recognize_granularity(const Tensor<T>& weights, std::uint32_t groups) {
  if (std::find(weights.data.begin(), weights.data.end(), T{0}) == weights.data.end())
    return Granularity::none;
  return ZeroPattern<T>(weights.data, shape_of(weights.shape, groups)).recognize();
}

template Granularity recognize_granularity(const Tensor<std::int8_t>&, std::uint32_t);
template Granularity recognize_granularity(const Tensor<std::int16_t>&, std::uint32_t);
template Granularity recognize_granularity(const Tensor<float>&, std::uint32_t);
template Granularity recognize_granularity(const Tensor<double>&, std::uint32_t);

}  // namespace scnnsim
