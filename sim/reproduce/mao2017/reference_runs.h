// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/reproduce/experiment.h"

namespace scnnsim::mao2017 {

/// The paper's densities of VGG-16 in the comparison of references.
inline constexpr double reference_densities[] = {0.401, 0.331, 0.275};
inline constexpr Granularity reference_granularities[] = {Granularity::element, Granularity::vector};
/// How products are merged there.
const std::vector<MergeMode>& reference_merges();

/// A number of references of a layer.
using Count = std::uint64_t (*)(const LayerResult&);
std::uint64_t output_references(const LayerResult& layer);

/// VGG-16 at those densities, each granularity and merging a series of points.
class ReferenceRuns {
 public:
  /// `kind` sets the series apart from others; tensors start from the scope's.
  ReferenceRuns(const Scope& scope, std::string kind);

  /// Nothing in a fast scope, or one without VGG-16.
  void add_points(PointPlan& plan, Granularity granularity, const std::vector<MergeMode>& merges,
                  unsigned seeds) const;

  /// Of the whole network. Throws PointNotRun.
  double count(const SeedView& view, Granularity granularity, MergeMode merge, double density,
               Count of) const;

  /// A row per density: the pair that the paper's saving is about.
  std::vector<FigureRow> ratios(Count of, bool is_published) const;
  /// A row per density, granularity and merging.
  std::vector<FigureRow> counts(Count of) const;

 private:
  std::string series_of(Granularity granularity, double density) const;
  PaperWorkload workload(Granularity granularity, double density, const NetworkLayer& layer,
                         std::uint64_t seed) const;
  std::vector<Machine> machines(Granularity granularity, const std::vector<MergeMode>& merges) const;

  Scope scope_;
  std::string kind_;
  Network network_;
  std::vector<std::string> layers_;
};

}  // namespace scnnsim::mao2017
