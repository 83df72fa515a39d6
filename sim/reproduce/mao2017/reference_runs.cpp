// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/mao2017/reference_runs.h"

#include <fmt/format.h>

#include "sim/reproduce/paper_network.h"

namespace scnnsim::mao2017 {
namespace {

constexpr const char* network_name = "VGG-16";

std::string reference_label(MergeMode merge) {
  return fmt::format("scnn, merge {}", to_string(merge));
}

/// The merging that stands for a pair: element pruning knows no grains, so merging by grain is merging by
/// issue.
MergeMode simulated(Granularity granularity, MergeMode merge) {
  return granularity == Granularity::element && merge == MergeMode::grain ? MergeMode::issue : merge;
}

/// The two pairs whose output references the paper gives.
bool is_in_paper(Count of, Granularity granularity, MergeMode merge) {
  const bool is_pair =
      granularity == Granularity::element ? merge == MergeMode::none : merge == MergeMode::grain;
  return of == output_references && is_pair;
}

}  // namespace

const std::vector<MergeMode>& reference_merges() {
  static const std::vector<MergeMode> all{MergeMode::none, MergeMode::issue, MergeMode::grain};
  return all;
}

std::uint64_t output_references(const LayerResult& layer) {
  return layer.accumulator_updates;
}

ReferenceRuns::ReferenceRuns(const Scope& scope, std::string kind)
    : scope_(scope), kind_(std::move(kind)), network_(find_network("vgg16")) {
  layers_ = layers_of(items_of(network_name, network_));
}

std::string ReferenceRuns::series_of(Granularity granularity, double density) const {
  return fmt::format("{} at {:.3f}{}", to_string(granularity), density, kind_);
}

void ReferenceRuns::add_points(PointPlan& plan, Granularity granularity, const std::vector<MergeMode>& merges,
                               unsigned seeds) const {
  if (scope_.fast || !scope_.wants(network_name)) return;
  for (const double density : reference_densities)
    for (const NetworkLayer& layer : network_.layers)
      for (unsigned seed = 1; seed <= seeds; ++seed)
        plan.add(workload(granularity, density, layer, seed), machines(granularity, merges));
}

PaperWorkload ReferenceRuns::workload(Granularity granularity, double density, const NetworkLayer& layer,
                                      std::uint64_t seed) const {
  PaperWorkload workload{series_of(granularity, density), network_name, layer, scope_.generate};
  workload.generate.granularity = granularity;
  workload.generate.weight_density = density;
  workload.generate.seed = seed;
  return workload;
}

std::vector<Machine> ReferenceRuns::machines(Granularity granularity,
                                             const std::vector<MergeMode>& merges) const {
  std::vector<Machine> all;
  for (const MergeMode merge : merges) {
    if (simulated(granularity, merge) != merge) continue;
    all.push_back({reference_label(merge), "scnn", scope_.config});
    all.back().config.accumulator.merge = merge;
  }
  return all;
}

double ReferenceRuns::count(const SeedView& view, Granularity granularity, MergeMode merge, double density,
                            Count of) const {
  return static_cast<double>(of(view.total(series_of(granularity, density), network_name, layers_,
                                           reference_label(simulated(granularity, merge)))));
}

std::vector<FigureRow> ReferenceRuns::ratios(Count of, bool is_published) const {
  std::vector<FigureRow> rows;
  for (const double density : reference_densities)
    rows.push_back({network_name, fmt::format("vector and grain over element and none at {:.3f}", density),
                    [=](const SeedView& view) {
                      return count(view, Granularity::vector, MergeMode::grain, density, of) /
                             count(view, Granularity::element, MergeMode::none, density, of);
                    },
                    is_published});
  return rows;
}

std::vector<FigureRow> ReferenceRuns::counts(Count of) const {
  std::vector<FigureRow> rows;
  for (const double density : reference_densities)
    for (const Granularity granularity : reference_granularities)
      for (const MergeMode merge : reference_merges())
        rows.push_back({network_name,
                        fmt::format("{} and {} at {:.3f}", to_string(granularity), to_string(merge), density),
                        [=](const SeedView& view) { return count(view, granularity, merge, density, of); },
                        is_in_paper(of, granularity, merge)});
  return rows;
}

}  // namespace scnnsim::mao2017
