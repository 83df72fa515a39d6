// SPDX-License-Identifier: Apache-2.0
#include "traces/grains.h"

#include <stdexcept>

namespace scnnsim {

Grains::Grains(const Granularity& granularity, const LayerShape& shape) {
  if (granularity == Granularity::none) throw std::invalid_argument("no grains at this granularity");
  add(shape.groups, 1);
  add(shape.filters_per_group(), granularity.k);
  add(shape.channels_per_group(), granularity.c);
  add(shape.R, granularity.r);
  add(shape.S, granularity.s);
  std::size_t stride = 1;
  for (auto dimension = dimensions_.rbegin(); dimension != dimensions_.rend(); ++dimension) {
    dimension->stride = stride;
    stride *= dimension->extent;
  }
}

/// Adds an inner dimension. It becomes one with the dimension around it where the grains stay the same.
void Grains::add(std::size_t extent, std::size_t block) {
  if (block == Granularity::whole || block > extent) block = extent;
  if (dimensions_.empty()) {
    dimensions_.push_back({extent, block, 1});
    return;
  }
  Dimension& outer = dimensions_.back();
  if (block == extent)
    outer = {outer.extent * extent, outer.block * extent, 1};
  else if (outer.block == 1 && (outer.extent == 1 || extent % block == 0))
    outer = {outer.extent * extent, block, 1};
  else
    dimensions_.push_back({extent, block, 1});
}

std::size_t Grains::count() const {
  std::size_t count = 1;
  for (const Dimension& one : dimensions_) count *= (one.extent + one.block - 1) / one.block;
  return count;
}

std::size_t Grains::largest() const {
  std::size_t weights = 1;
  for (const Dimension& one : dimensions_) weights *= one.block;
  return weights;
}

bool Grains::are_equal() const {
  return std::all_of(dimensions_.begin(), dimensions_.end(),
                     [](const Dimension& one) { return one.extent % one.block == 0; });
}

bool same_grains(const Granularity& one, const Granularity& other, const LayerShape& shape) {
  if (one == other) return true;
  if (one == Granularity::none || other == Granularity::none) return false;
  return one.kept == other.kept && Grains(one, shape) == Grains(other, shape);
}

}  // namespace scnnsim
