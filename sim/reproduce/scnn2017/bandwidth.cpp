// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sim/reproduce/scnn2017/scnn2017.h"

namespace scnnsim::scnn2017 {
namespace {

constexpr const char* bandwidth_network = "VGG-16";
constexpr double ample = 100;       ///< GB/s that others are held against
constexpr double slow_down = 0.05;  ///< from which a machine counts as slowed down (assumed)

/// GB/s, rising. Below the first, VGG-16 waits for DRAM all the time: cycles are in inverse proportion.
const std::vector<double>& bandwidths() {
  static const std::vector<double> all{4, 8, 12, 25, 50};
  return all;
}

class BandwidthFigures : public FigureGroup {
 public:
  explicit BandwidthFigures(const Scope& scope) : scope_(scope), network_(find_network("vgg16")) {
    layers_ = layers_of(items_of(bandwidth_network, network_));
  }

  void add_points(PointPlan& plan) const override {
    if (scope_.fast || !scope_.wants(bandwidth_network)) return;
    std::vector<Machine> machines;
    std::vector<double> all = bandwidths();
    all.push_back(ample);
    machines.reserve(all.size());
    for (const double bandwidth : all) machines.push_back(machine_with(bandwidth));
    for (const NetworkLayer& layer : network_.layers)
      for (unsigned seed = 1; seed <= scope_.seeds; ++seed)
        plan.add(published_workload(scope_, bandwidth_network, layer, seed), machines);
  }

  std::vector<FigurePlan> figures() const override {
    FigurePlan plan{"dram_bandwidth", {}};
    plan.rows.push_back({bandwidth_network, "all", [this](const SeedView& view) { return knee(view); }});
    for (const double bandwidth : bandwidths())
      plan.rows.push_back({bandwidth_network, fmt::format("slow-down at {} GB/s, as a share", bandwidth),
                           [=](const SeedView& view) { return slow_down_at(view, bandwidth); }, false});
    return {plan};
  }

 private:
  /// The machine of the other figures where its bandwidth is the one asked for, so that it is simulated once.
  Machine machine_with(double bandwidth) const {
    if (bandwidth == scope_.config.dram.bandwidth) return machine(scope_, "scnn");
    Machine changed{fmt::format("scnn, {} GB/s", bandwidth), "scnn", scope_.config, true};
    changed.config.dram.bandwidth = bandwidth;
    return changed;
  }

  double cycles(const SeedView& view, double bandwidth) const {
    const std::string label = machine_with(bandwidth).label;
    return static_cast<double>(view.total(published_series, bandwidth_network, layers_, label).cycles);
  }

  double slow_down_at(const SeedView& view, double bandwidth) const {
    return cycles(view, bandwidth) / cycles(view, ample) - 1;
  }

  /// The bandwidth at which the bound lies above the slow-down for the first time.
  double knee(const SeedView& view) const {
    std::vector<double> bound, slowed;
    for (const double bandwidth : bandwidths()) {
      bound.push_back(slow_down);
      slowed.push_back(slow_down_at(view, bandwidth));
    }
    return crossover(bandwidths(), bound, slowed);
  }

  Scope scope_;
  Network network_;
  std::vector<std::string> layers_;
};

}  // namespace

std::unique_ptr<FigureGroup> bandwidth_figures(const Scope& scope) {
  return std::make_unique<BandwidthFigures>(scope);
}

}  // namespace scnnsim::scnn2017
