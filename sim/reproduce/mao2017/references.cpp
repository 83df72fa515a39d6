// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sim/reproduce/mao2017/mao2017.h"

namespace scnnsim::mao2017 {
namespace {

constexpr const char* network_name = "VGG-16";
constexpr double densities[] = {0.401, 0.331, 0.275};
constexpr Granularity granularities_here[] = {Granularity::element, Granularity::vector};
constexpr MergeMode merges[] = {MergeMode::none, MergeMode::issue, MergeMode::grain};

std::string series_of(Granularity granularity, double density) {
  return fmt::format("{} at {:.3f}", to_string(granularity), density);
}

std::string label_of(MergeMode merge) {
  return fmt::format("scnn, merge {}", to_string(merge));
}

/// The merging that stands for a pair: element pruning knows no grains, so merging by grain is merging by
/// issue.
MergeMode simulated(Granularity granularity, MergeMode merge) {
  return granularity == Granularity::element && merge == MergeMode::grain ? MergeMode::issue : merge;
}

using Count = std::uint64_t (*)(const LayerResult&);

std::uint64_t output_references(const LayerResult& layer) {
  return layer.accumulator_updates;
}
std::uint64_t memory_references(const LayerResult& layer) {
  return layer.memory_references();
}

class ReferenceFigures : public FigureGroup {
 public:
  explicit ReferenceFigures(const Scope& scope) : scope_(scope), network_(find_network("vgg16")) {
    layers_ = layers_of(items_of(network_name, network_));
  }

  void add_points(PointPlan& plan) const override {
    if (scope_.fast || !scope_.wants(network_name)) return;
    for (const double density : densities)
      for (const Granularity granularity : granularities_here)
        for (const NetworkLayer& layer : network_.layers)
          for (unsigned seed = 1; seed <= scope_.seeds; ++seed)
            plan.add(workload(granularity, density, layer, seed), machines(granularity));
  }

  std::vector<FigurePlan> figures() const override {
    return {ratios("output_references", output_references, true),
            ratios("memory_references", memory_references, false),
            counts("output_reference_counts", "VGG-16: output references", output_references),
            counts("memory_reference_counts", "VGG-16: output, weight and activation references",
                   memory_references)};
  }

 private:
  Workload workload(Granularity granularity, double density, const NetworkLayer& layer,
                    std::uint64_t seed) const {
    Workload workload{series_of(granularity, density), network_name, layer, scope_.generate};
    workload.generate.granularity = granularity;
    workload.generate.weight_density = density;
    workload.generate.seed = seed;
    return workload;
  }

  std::vector<Machine> machines(Granularity granularity) const {
    std::vector<Machine> all;
    for (const MergeMode merge : merges) {
      if (simulated(granularity, merge) != merge) continue;
      all.push_back({label_of(merge), "scnn", scope_.config});
      all.back().config.accumulator.merge = merge;
    }
    return all;
  }

  double count(const SeedView& view, Granularity granularity, MergeMode merge, double density,
               Count of) const {
    return static_cast<double>(of(view.total(series_of(granularity, density), network_name, layers_,
                                             label_of(simulated(granularity, merge)))));
  }

  /// The pair that the paper's saving is about.
  FigurePlan ratios(const char* figure, Count of, bool is_published) const {
    FigurePlan plan{figure, {}};
    if (!is_published) {
      plan.title = "VGG-16: all memory references of vector pruning against element pruning, same density";
      plan.unit = "x";
    }
    for (const double density : densities)
      plan.rows.push_back({network_name,
                           fmt::format("vector and grain over element and none at {:.3f}", density),
                           [=](const SeedView& view) {
                             return count(view, Granularity::vector, MergeMode::grain, density, of) /
                                    count(view, Granularity::element, MergeMode::none, density, of);
                           },
                           is_published});
    return plan;
  }

  FigurePlan counts(const char* figure, const char* title, Count of) const {
    FigurePlan plan{figure, {}, title, "words"};
    for (const double density : densities)
      for (const Granularity granularity : granularities_here)
        for (const MergeMode merge : merges)
          plan.rows.push_back(
              {network_name,
               fmt::format("{} and {} at {:.3f}", to_string(granularity), to_string(merge), density),
               [=](const SeedView& view) { return count(view, granularity, merge, density, of); }, false});
    return plan;
  }

  Scope scope_;
  Network network_;
  std::vector<std::string> layers_;
};

}  // namespace

std::unique_ptr<FigureGroup> reference_figures(const Scope& scope) {
  return std::make_unique<ReferenceFigures>(scope);
}

}  // namespace scnnsim::mao2017
