// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/scnn2017/density_sweep.h"

#include <fmt/format.h>

#include "sim/reproduce/scnn2017/scnn2017.h"

namespace scnnsim::scnn2017 {
namespace {

constexpr const char* swept_network = "GoogLeNet";
constexpr double fast_density = 0.1;

}  // namespace

DensitySweep::DensitySweep(const Scope& scope, std::vector<SweptMachine> machines, const std::string& model)
    : scope_(scope),
      machines_(std::move(machines)),
      model_(model.empty() ? "" : ", " + model),
      network_(find_network("googlenet")),
      layers_(layers_of(items_of(swept_network, network_))) {}

const std::vector<double>& DensitySweep::densities() {
  static const std::vector<double> all{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0};
  return all;
}

std::string DensitySweep::series(double density) const {
  return fmt::format("density {:.1f}{}", density, model_);
}

std::string DensitySweep::label(const SweptMachine& machine) const {
  return machine.architecture + model_;
}

void DensitySweep::add_points(PointPlan& plan) const {
  if (!scope_.wants(swept_network)) return;
  std::vector<Machine> machines;
  for (const SweptMachine& one : machines_)
    // Thousands of layers, whose values the other figures verify.
    machines.push_back({label(one), one.architecture, scope_.config, true});
  for (const double density : densities()) {
    if (scope_.fast && density != fast_density) continue;
    for (const NetworkLayer& layer : network_.layers)
      for (unsigned seed = 1; seed <= scope_.seeds; ++seed)
        plan.add(uniform_workload(scope_, series(density), swept_network, layer, density, seed), machines);
  }
}

FigureRow DensitySweep::row(const std::string& item, std::function<double(const SeedView&)> value) {
  return {swept_network, item, std::move(value)};
}

LayerResult DensitySweep::total(const SeedView& view, double density, const SweptMachine& machine) const {
  return view.total(series(density), swept_network, layers_, label(machine));
}

double DensitySweep::amount(const SeedView& view, double density, const SweptMachine& machine,
                            Quantity quantity) const {
  const LayerResult sum = total(view, density, machine);
  return quantity == Quantity::time ? static_cast<double>(sum.cycles) : sum.total_energy_pj();
}

double DensitySweep::against(const SeedView& view, double density, const SweptMachine& one,
                             const SweptMachine& other, Quantity quantity) const {
  return amount(view, density, one, quantity) / amount(view, density, other, quantity);
}

double DensitySweep::crossing(const SeedView& view, const SweptMachine& one, const SweptMachine& other,
                              Quantity quantity) const {
  std::vector<double> first, second;
  for (const double density : densities()) {
    first.push_back(amount(view, density, one, quantity));
    second.push_back(amount(view, density, other, quantity));
  }
  return crossover(densities(), first, second);
}

FigurePlan DensitySweep::curves(const char* figure, Quantity quantity,
                                const std::vector<SweptMachine>& machines) const {
  FigurePlan plan{figure, {}};
  for (const SweptMachine& one : machines)
    for (const double density : densities())
      plan.rows.push_back(row(fmt::format("{} at {:.1f}", one.name, density),
                              [this, density, one, quantity](const SeedView& view) {
                                return against(view, density, one, dcnn, quantity);
                              }));
  return plan;
}

}  // namespace scnnsim::scnn2017
