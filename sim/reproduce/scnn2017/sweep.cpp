// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sim/reproduce/scnn2017/scnn2017.h"

namespace scnnsim::scnn2017 {
namespace {

constexpr const char* swept_network = "GoogLeNet";

struct SweptMachine {
  const char* name;  ///< in the published data
  const char* architecture;
};
constexpr SweptMachine dcnn{"DCNN", "dcnn"}, dcnn_opt{"DCNN-opt", "dcnn_opt"}, scnn{"SCNN", "scnn"},
    sparse_w{"SparseW", "scnn_sparse_w"}, sparse_a{"SparseA", "scnn_sparse_a"};

constexpr double fast_density = 0.1;

std::vector<double> densities() {
  std::vector<double> all;
  for (int tenths = 1; tenths <= 10; ++tenths) all.push_back(tenths / 10.0);
  return all;
}

std::string series_of(double density) {
  return fmt::format("density {:.1f}", density);
}

enum class Quantity { time, energy };

class SweepFigures : public FigureGroup {
 public:
  explicit SweepFigures(const Scope& scope) : scope_(scope), network_(find_network("googlenet")) {
    layers_ = layers_of(items_of(swept_network, network_));
  }

  void add_points(PointPlan& plan) const override {
    if (!scope_.wants(swept_network)) return;
    std::vector<Machine> machines;
    for (const SweptMachine& one : {scnn, dcnn, dcnn_opt, sparse_w, sparse_a}) {
      machines.push_back(machine(scope_, one.architecture));
      machines.back().timing_only = true;  // thousands of layers, whose values the other figures verify
    }
    for (const double density : densities()) {
      if (scope_.fast && density != fast_density) continue;
      for (const NetworkLayer& layer : network_.layers)
        for (unsigned seed = 1; seed <= scope_.seeds; ++seed)
          plan.add(uniform_workload(scope_, series_of(density), swept_network, layer, density, seed),
                   machines);
    }
  }

  std::vector<FigurePlan> figures() const override {
    return {curves("sweep_latency", Quantity::time, {scnn, sparse_w, sparse_a}),
            curves("sweep_energy", Quantity::energy, {dcnn_opt, scnn, sparse_w, sparse_a}),
            crossovers(),
            order(),
            ratios(),
            shares()};
  }

 private:
  LayerResult total(const SeedView& view, double density, const SweptMachine& one) const {
    return view.total(series_of(density), swept_network, layers_, one.architecture);
  }

  double amount(const SeedView& view, double density, const SweptMachine& one, Quantity quantity) const {
    const LayerResult sum = total(view, density, one);
    return quantity == Quantity::time ? static_cast<double>(sum.cycles) : sum.total_energy_pj();
  }

  /// One machine against another at one density.
  double against(const SeedView& view, double density, const SweptMachine& one, const SweptMachine& other,
                 Quantity quantity) const {
    return amount(view, density, one, quantity) / amount(view, density, other, quantity);
  }

  FigureRow row(const std::string& item, std::function<double(const SeedView&)> value) const {
    return {swept_network, item, std::move(value)};
  }

  FigurePlan curves(const char* figure, Quantity quantity, const std::vector<SweptMachine>& machines) const {
    FigurePlan plan{figure, {}};
    for (const SweptMachine& one : machines)
      for (const double density : densities())
        plan.rows.push_back(row(fmt::format("{} at {:.1f}", one.name, density), [=](const SeedView& view) {
          return against(view, density, one, dcnn, quantity);
        }));
    return plan;
  }

  double crossing(const SeedView& view, const SweptMachine& one, const SweptMachine& other,
                  Quantity quantity) const {
    std::vector<double> first, second;
    for (const double density : densities()) {
      first.push_back(amount(view, density, one, quantity));
      second.push_back(amount(view, density, other, quantity));
    }
    return crossover(densities(), first, second);
  }

  FigurePlan crossovers() const {
    FigurePlan plan{"crossovers", {}};
    const auto add = [&](const char* item, const SweptMachine& other, Quantity quantity) {
      plan.rows.push_back(
          row(item, [=](const SeedView& view) { return crossing(view, scnn, other, quantity); }));
    };
    add("time: SCNN and DCNN", dcnn, Quantity::time);
    add("energy: SCNN and DCNN", dcnn, Quantity::energy);
    add("energy: SCNN and DCNN-opt", dcnn_opt, Quantity::energy);
    return plan;
  }

  FigurePlan order() const {
    FigurePlan plan{"sweep_order", {}};
    plan.rows.push_back(row("SparseA over SCNN at 1.0", [this](const SeedView& view) {
      return against(view, 1.0, sparse_a, scnn, Quantity::energy);
    }));
    plan.rows.push_back(row("SparseW over SparseA, largest up to 0.8", [this](const SeedView& view) {
      double largest = 0;
      for (const double density : densities())
        if (density <= 0.8)
          largest = std::max(largest, against(view, density, sparse_w, sparse_a, Quantity::energy));
      return largest;
    }));
    return plan;
  }

  FigurePlan ratios() const {
    FigurePlan plan{"sweep_ratios", {}};
    for (const Quantity quantity : {Quantity::time, Quantity::energy})
      for (const SweptMachine& one : {sparse_w, sparse_a})
        plan.rows.push_back(
            row(fmt::format("{}: {} over SCNN", quantity == Quantity::time ? "time" : "energy", one.name),
                [=](const SeedView& view) { return against(view, 0.4, one, scnn, quantity); }));
    return plan;
  }

  double share(const SeedView& view, double density, const std::string& component) const {
    const LayerResult sum = total(view, density, scnn);
    return sum.energy_pj.at(component) / sum.total_energy_pj();
  }

  /// The mean over the sweep, which is compared, and each density.
  FigurePlan shares() const {
    FigurePlan plan{"energy_shares", {}};
    const std::pair<std::string, std::string> components[] = {{"IARAM", "iaram"},
                                                              {"weight FIFO", "weight_fifo"}};
    for (const auto& [name, component] : components) {
      plan.rows.push_back(row(name, [this, key = component](const SeedView& view) {
        double sum = 0;
        for (const double density : densities()) sum += share(view, density, key);
        return sum / static_cast<double>(densities().size());
      }));
      for (const double density : densities()) {
        FigureRow one = row(fmt::format("{} at {:.1f}", name, density),
                            [=, key = component](const SeedView& view) { return share(view, density, key); });
        one.is_published = false;
        plan.rows.push_back(one);
      }
    }
    return plan;
  }

  Scope scope_;
  Network network_;
  std::vector<std::string> layers_;
};

}  // namespace

std::unique_ptr<FigureGroup> sweep_figures(const Scope& scope) {
  return std::make_unique<SweepFigures>(scope);
}

}  // namespace scnnsim::scnn2017
