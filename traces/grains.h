// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "traces/granularity.h"
#include "traces/layer.h"

namespace scnnsim {

/// Adjacent weights in (K, C / groups, R, S).
struct GrainRun {
  std::size_t first, length;
};

/// The grains into which a granularity cuts the weights of a layer. Grains are boxes: they are counted in
/// each group from its first weight, and those at the end of a dimension that they do not divide are smaller.
class Grains {
 public:
  /// `granularity` is not none.
  Grains(const Granularity& granularity, const LayerShape& shape);

  std::size_t count() const;
  /// Weights of the largest grain.
  std::size_t largest() const;
  /// Whether all grains have as many weights.
  bool are_equal() const;
  /// Whether both cut the weights into the same grains.
  bool operator==(const Grains& other) const { return dimensions_ == other.dimensions_; }

  /// Calls visit(runs) for each grain, in the order of their first weights. `runs` is a vector of GrainRun in
  /// order of position, valid during the call.
  template <class Visit>
  void for_each(Visit&& visit) const {
    std::vector<std::vector<std::size_t>> starts(dimensions_.size());
    starts.front() = {0};
    std::vector<GrainRun> runs;
    descend(0, starts, runs, visit);
  }

 private:
  /// Dimensions from the outermost to the innermost, with as few of them as describe the grains.
  struct Dimension {
    std::size_t extent, block, stride;
    bool operator==(const Dimension& other) const {
      return extent == other.extent && block == other.block && stride == other.stride;
    }
  };
  void add(std::size_t extent, std::size_t block);

  template <class Visit>
  void descend(std::size_t level, std::vector<std::vector<std::size_t>>& starts, std::vector<GrainRun>& runs,
               Visit&& visit) const {
    const Dimension& dimension = dimensions_[level];
    const bool is_innermost = level + 1 == dimensions_.size();
    for (std::size_t begin = 0; begin < dimension.extent; begin += dimension.block) {
      const std::size_t end = std::min(begin + dimension.block, dimension.extent);
      if (is_innermost) {
        runs.clear();
        for (const std::size_t start : starts[level]) runs.push_back({start + begin, end - begin});
        visit(runs);
        continue;
      }
      std::vector<std::size_t>& inner = starts[level + 1];
      inner.clear();
      for (const std::size_t start : starts[level])
        for (std::size_t i = begin; i < end; ++i) inner.push_back(start + i * dimension.stride);
      descend(level + 1, starts, runs, visit);
    }
  }

  std::vector<Dimension> dimensions_;
};

/// Whether both granularities cut filters of this shape into the same grains and keep as many weights of
/// each. `none` is like no other.
bool same_grains(const Granularity& one, const Granularity& other, const LayerShape& shape);

}  // namespace scnnsim
