// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sim/reproduce/scnn2017/density_sweep.h"
#include "sim/reproduce/scnn2017/scnn2017.h"

namespace scnnsim::scnn2017 {
namespace {

/// The sweep on the machine that all other figures have.
class SweepFigures : public FigureGroup {
 public:
  explicit SweepFigures(const Scope& scope) : sweep_(scope, {scnn, dcnn, dcnn_opt, sparse_w, sparse_a}) {}

  void add_points(PointPlan& plan) const override { sweep_.add_points(plan); }

  std::vector<FigurePlan> figures() const override {
    return {sweep_.curves("sweep_latency", Quantity::time, {scnn, sparse_w, sparse_a}),
            sweep_.curves("sweep_energy", Quantity::energy, {dcnn_opt, scnn, sparse_w, sparse_a}),
            crossovers(),
            order(),
            ratios(),
            shares()};
  }

 private:
  FigurePlan crossovers() const {
    FigurePlan plan{"crossovers", {}};
    const auto add = [&](const char* item, const SweptMachine& other, Quantity quantity) {
      plan.rows.push_back(DensitySweep::row(item, [this, other, quantity](const SeedView& view) {
        return sweep_.crossing(view, scnn, other, quantity);
      }));
    };
    add("time: SCNN and DCNN", dcnn, Quantity::time);
    add("energy: SCNN and DCNN", dcnn, Quantity::energy);
    add("energy: SCNN and DCNN-opt", dcnn_opt, Quantity::energy);
    return plan;
  }

  FigurePlan order() const {
    FigurePlan plan{"sweep_order", {}};
    plan.rows.push_back(DensitySweep::row("SparseA over SCNN at 1.0", [this](const SeedView& view) {
      return sweep_.against(view, 1.0, sparse_a, scnn, Quantity::energy);
    }));
    plan.rows.push_back(
        DensitySweep::row("SparseW over SparseA, largest up to 0.8", [this](const SeedView& view) {
          double largest = 0;
          for (const double density : DensitySweep::densities())
            if (density <= 0.8)
              largest =
                  std::max(largest, sweep_.against(view, density, sparse_w, sparse_a, Quantity::energy));
          return largest;
        }));
    return plan;
  }

  FigurePlan ratios() const {
    FigurePlan plan{"sweep_ratios", {}};
    for (const Quantity quantity : {Quantity::time, Quantity::energy})
      for (const SweptMachine& one : {sparse_w, sparse_a})
        plan.rows.push_back(DensitySweep::row(
            fmt::format("{}: {} over SCNN", quantity == Quantity::time ? "time" : "energy", one.name),
            [this, one, quantity](const SeedView& view) {
              return sweep_.against(view, 0.4, one, scnn, quantity);
            }));
    return plan;
  }

  double share(const SeedView& view, double density, const std::string& component) const {
    const LayerResult sum = sweep_.total(view, density, scnn);
    return sum.energy_pj.at(component) / sum.total_energy_pj();
  }

  /// The mean over the sweep, which is compared, and each density.
  FigurePlan shares() const {
    FigurePlan plan{"energy_shares", {}};
    const std::pair<std::string, std::string> components[] = {{"IARAM", "iaram"},
                                                              {"weight FIFO", "weight_fifo"}};
    for (const auto& [name, component] : components) {
      plan.rows.push_back(DensitySweep::row(name, [this, key = component](const SeedView& view) {
        double sum = 0;
        for (const double density : DensitySweep::densities()) sum += share(view, density, key);
        return sum / static_cast<double>(DensitySweep::densities().size());
      }));
      for (const double density : DensitySweep::densities()) {
        FigureRow one = DensitySweep::row(
            fmt::format("{} at {:.1f}", name, density),
            [this, density, key = component](const SeedView& view) { return share(view, density, key); });
        one.is_published = false;
        plan.rows.push_back(one);
      }
    }
    return plan;
  }

  DensitySweep sweep_;
};

}  // namespace

std::unique_ptr<FigureGroup> sweep_figures(const Scope& scope) {
  return std::make_unique<SweepFigures>(scope);
}

}  // namespace scnnsim::scnn2017
