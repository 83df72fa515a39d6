// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/granularity/trained_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "traces/grains.h"

namespace scnnsim::trained {
namespace {

constexpr unsigned operand_bits = 8;  // the networks' integers

/// `granularity`: how the grains of the network are stored; that of the point but at density 1.
std::string series_of(const TrainedPoint& point, const Granularity& granularity) {
  return fmt::format("{} at {}, run {}", to_string(granularity), point.density, point.run);
}

/// What prunes a layer so far that one grain is left has nothing to choose.
bool has_one_grain(const Granularity& granularity, const LayerShape& shape) {
  return granularity.family == Granularity::Family::block && Grains(granularity, shape).count() < 2;
}

}  // namespace

std::vector<StudyMachine> machines_of(const Granularity& granularity) {
  if (granularity == Granularity::none) return {{"dcnn", false}};
  return machines_for(granularity);
}

std::vector<double> neighbours(const std::vector<double>& trained, double density) {
  const auto above = std::lower_bound(trained.begin(), trained.end(), density);
  if (above == trained.end()) return {trained.back()};
  if (above == trained.begin() || *above == density) return {*above};
  return {*std::prev(above), *above};
}

std::vector<Machine> TrainedRuns::machines(const Granularity& granularity) const {
  std::vector<Machine> all;
  for (const StudyMachine& one : machines_of(granularity)) {
    Machine machine{one.name(), one.architecture, scope_.config};
    machine.config.multiplier_array.operand_bits = operand_bits;
    machine.config.weights.index_per = IndexPer::grain;
    machine.config.accumulator.merge = one.is_merged ? MergeMode::grain : MergeMode::none;
    all.push_back(std::move(machine));
  }
  return all;
}

void TrainedRuns::add_point(PointPlan& plan, const TrainedNetwork& network, const TrainedPoint& point,
                            const Granularity& granularity) const {
  for (const NetworkLayer& layer : network.layers(point)) {
    const LayerDescription& description = layer.description;
    const bool is_pruned =
        !network.stays_dense(description.name) && !has_one_grain(granularity, description.shape);
    for (unsigned seed = 1; seed <= scope_.seeds; ++seed) {
      PaperWorkload workload{series_of(point, granularity), network.name(), layer, scope_.generate};
      workload.generate.granularity = is_pruned ? granularity : Granularity::none;
      workload.generate.seed = seed;
      workload.generate.operand_bits = operand_bits;
      plan.add(workload, machines(granularity));
    }
  }
}

void TrainedRuns::add_points(PointPlan& plan) const {
  for (const TrainedNetwork& network : networks_) {
    for (const std::string& run : network.runs())
      add_point(plan, network, {run, Granularity::none, 1}, Granularity::none);
    for (const Granularity& granularity : network.granularities()) {
      const std::vector<double> trained = network.densities(granularity);
      std::map<std::string, std::set<double>> wanted;
      for (const double loss : accuracy_losses)
        for (const NeededDensity& needed : network.accuracies().needed(granularity, loss))
          for (const double density : neighbours(trained, needed.density))
            wanted[needed.seed].insert(density);
      for (const std::string& run : network.runs())
        for (const double density : trained)
          if (!scope_.fast || wanted[run].count(density) > 0)
            add_point(plan, network, {run, granularity, density}, granularity);
    }
  }
}

Costs TrainedRuns::trained_costs(const SeedView& view, const TrainedNetwork& network,
                                 const TrainedPoint& point, const Granularity& granularity,
                                 const StudyMachine& machine) const {
  const LayerResult total =
      view.total(series_of(point, granularity), network.name(), network.layer_names(), machine.name());
  Costs costs{};
  for (std::size_t i = 0; i < study_figure_count; ++i)
    costs[i] = study_value(static_cast<StudyFigure>(i), total);
  return costs;
}

Costs TrainedRuns::costs(const SeedView& view, const TrainedNetwork& network, const TrainedPoint& point,
                         const StudyMachine& machine) const {
  std::array<std::map<double, double>, study_figure_count> curves;
  for (const double density : neighbours(network.densities(point.granularity), point.density)) {
    const Costs costs =
        trained_costs(view, network, {point.run, point.granularity, density}, point.granularity, machine);
    for (std::size_t i = 0; i < study_figure_count; ++i) curves[i][density] = costs[i];
  }
  Costs costs{};
  for (std::size_t i = 0; i < study_figure_count; ++i) costs[i] = interpolated(curves[i], point.density);
  return costs;
}

}  // namespace scnnsim::trained
