// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sim/reproduce/mao2017/equal_accuracy_table.h"
#include "sim/reproduce/mao2017/mao2017.h"
#include "traces/grains.h"

namespace scnnsim::mao2017 {
namespace {

// Assumption: inputs whose density nobody published are half zeros, but a network's first input is dense.
constexpr double unpublished_density = 0.5;

std::string series_of(Granularity granularity) {
  return fmt::format("{} at equal accuracy", to_string(granularity));
}
std::string item_of(Granularity granularity) {
  return std::string(to_string(granularity));
}

/// How each granularity is run: as it comes, and with products merged by grain.
struct Variant {
  std::size_t granularity;  ///< of granularities()
  MergeMode merge;
};
constexpr Variant variants[] = {{0, MergeMode::none},
                                {1, MergeMode::none},
                                {1, MergeMode::grain},
                                {2, MergeMode::none},
                                {2, MergeMode::grain}};

std::string label_of(MergeMode merge) {
  return fmt::format("scnn, 8 bits, merge {}", to_string(merge));
}

/// A network whose every layer has an input density.
Network load(const PaperNetwork& named) {
  Network network = find_network(named.config);
  for (NetworkLayer& layer : network.layers)
    if (!layer.input_density)
      layer.input_density = &layer == &network.layers.front() ? 1.0 : unpublished_density;
  return network;
}

std::uint64_t weights_of(const LayerShape& s) {
  return std::uint64_t{s.K} * s.channels_per_group() * s.R * s.S;
}

class EqualAccuracyFigures : public FigureGroup {
 public:
  EqualAccuracyFigures(const Scope& scope, const PublishedData& published) : scope_(scope) {
    const PublishedFigure& densities = published.at("equal_accuracy_density");
    for (const PaperNetwork& named : networks()) {
      if (!scope.wants(named.name) || (scope.fast && named.name != "AlexNet")) continue;
      networks_.push_back(load(named));
      networks_.back().name = named.name;
      for (const Granularity granularity : granularities())
        densities_[named.name].push_back(densities.at(named.name, item_of(granularity)).value);
    }
  }

  void add_points(PointPlan& plan) const override {
    for (const Network& network : networks_)
      for (const Variant& variant : variants)
        for (const NetworkLayer& layer : network.layers)
          for (unsigned seed = 1; seed <= scope_.seeds; ++seed)
            plan.add(workload(network.name, variant.granularity, layer, seed),
                     {machine(variant, layer.description.shape)});
  }

  std::vector<FigurePlan> figures() const override {
    return {rows("equal_accuracy_density", &EqualAccuracyFigures::density),
            rows("storage", &EqualAccuracyFigures::storage)};
  }

  std::vector<Table> tables(const Points& points, const BesidePoints& beside) const override {
    const std::vector<EqualAccuracyRow> all = results(points, scope_.seeds);
    if (all.empty()) return {};
    std::vector<Table> tables{equal_accuracy_table(all)};
    if (!beside.pattern.empty())
      tables.push_back(equal_accuracy_beside_table(all, activation_pattern(scope_.generate),
                                                   results(beside.points, 1), beside.pattern));
    return tables;
  }

  std::vector<Plot> plots(const Points& points, const std::vector<ComparedFigure>&) const override {
    const std::vector<EqualAccuracyRow> all = results(points, scope_.seeds);
    return all.empty() ? std::vector<Plot>{} : std::vector<Plot>{equal_accuracy_plot(all)};
  }

 private:
  PaperWorkload workload(const std::string& network, std::size_t g, const NetworkLayer& layer,
                         std::uint64_t seed) const {
    PaperWorkload workload{series_of(granularities()[g]), network, layer, scope_.generate};
    workload.generate.granularity = granularities()[g];
    workload.generate.weight_density = densities_.at(network)[g];
    workload.generate.seed = seed;
    workload.generate.operand_bits = 8;
    return workload;
  }

  /// The paper's storage: 8-bit weights, one 4-bit index per stored grain. Merging by grain aligns weight
  /// vectors to grains, which layers whose grains hold a single weight would only suffer from: they are not
  /// merged.
  Machine machine(const Variant& variant, const LayerShape& shape) const {
    Machine machine{label_of(variant.merge), "scnn", scope_.config};
    machine.config.multiplier_array.operand_bits = 8;
    machine.config.weights.index_per = IndexPer::grain;
    const bool has_grains = Grains(granularities()[variant.granularity], shape).largest() > 1;
    machine.config.accumulator.merge = has_grains ? variant.merge : MergeMode::none;
    return machine;
  }

  const Network& network(const std::string& name) const {
    for (const Network& network : networks_)
      if (network.name == name) return network;
    throw PointNotRun("not simulated: " + name);
  }

  using Value = double (EqualAccuracyFigures::*)(const SeedView&, const Network&, Granularity) const;

  FigurePlan rows(const char* figure, Value value) const {
    FigurePlan plan{figure, {}};
    for (const PaperNetwork& named : networks())
      for (const Granularity granularity : granularities())
        plan.rows.push_back({named.name, item_of(granularity), [=, name = named.name](const SeedView& view) {
                               return (this->*value)(view, network(name), granularity);
                             }});
    return plan;
  }

  const LayerResult& result(const SeedView& view, const Network& network, Granularity granularity,
                            const NetworkLayer& layer) const {
    return view.at(series_of(granularity), network.name, layer.description.name, label_of(MergeMode::none));
  }

  /// Of the generated weights: what was asked for, but for rounding to whole grains.
  double density(const SeedView& view, const Network& network, Granularity granularity) const {
    double kept = 0, all = 0;
    for (const NetworkLayer& layer : network.layers) {
      const auto weights = static_cast<double>(weights_of(layer.description.shape));
      kept += weights * result(view, network, granularity, layer).weight_density;
      all += weights;
    }
    return kept / all;
  }

  /// Bytes of the encoded weights over one byte per weight. The weights are broadcast once per temporal tile.
  double storage(const SeedView& view, const Network& network, Granularity granularity) const {
    double stored = 0, dense = 0;
    for (const NetworkLayer& layer : network.layers) {
      const LayerResult& one = result(view, network, granularity, layer);
      stored += static_cast<double>(one.dram_weight_bytes) / static_cast<double>(one.temporal_tiles);
      dense += static_cast<double>(weights_of(layer.description.shape));
    }
    return stored / dense;
  }

  /// By Cost.
  std::array<double, cost_count> costs(const SeedView& view, const Network& network,
                                       const Variant& variant) const {
    const Granularity granularity = granularities()[variant.granularity];
    const LayerResult sum = view.total(series_of(granularity), network.name,
                                       layers_of(items_of(network.name, network)), label_of(variant.merge));
    return {storage(view, network, granularity), static_cast<double>(sum.accumulator_updates),
            static_cast<double>(sum.memory_references()), static_cast<double>(sum.cycles),
            sum.total_energy_pj()};
  }

  EqualAccuracyRow equal_accuracy_row(const Points& points, const Network& network, const Variant& variant,
                                      unsigned seeds) const {
    EqualAccuracyRow row{network.name, granularities()[variant.granularity], variant.merge,
                         densities_.at(network.name)[variant.granularity]};
    for (unsigned seed = 1; seed <= seeds; ++seed) {
      const auto of_seed = costs(SeedView(points, seed), network, variant);
      for (std::size_t cost = 0; cost < cost_count; ++cost) row.costs[cost].by_seed.push_back(of_seed[cost]);
    }
    return row;
  }

  /// Of the networks that were simulated.
  std::vector<EqualAccuracyRow> results(const Points& points, unsigned seeds) const {
    std::vector<EqualAccuracyRow> all;
    try {
      for (const Network& network : networks_)
        for (const Variant& variant : variants)
          all.push_back(equal_accuracy_row(points, network, variant, seeds));
    } catch (const PointNotRun&) {
      if (scope_.is_full()) throw;
      return {};
    }
    return all;
  }

  Scope scope_;
  std::vector<Network> networks_;                         ///< under the paper's names; those of the scope
  std::map<std::string, std::vector<double>> densities_;  ///< by network, as granularities()
};

}  // namespace

std::unique_ptr<FigureGroup> equal_accuracy_figures(const Scope& scope, const PublishedData& published) {
  return std::make_unique<EqualAccuracyFigures>(scope, published);
}

}  // namespace scnnsim::mao2017
