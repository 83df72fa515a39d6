// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/scnn2017/scnn2017.h"

namespace scnnsim::scnn2017 {
namespace {

constexpr const char* granularity_network = "GoogLeNet";
constexpr const char* many = "scnn";
constexpr const char* few = "scnn, 4 PEs";

/// 4 PEs with the multipliers, accumulators and RAMs of 64; accumulator banks stay 2 x F x I. FIFO and Kc
/// stay as they are (assumed).
MachineConfig config_of_4_pes(MachineConfig config) {
  config.pe_array.rows = config.pe_array.columns = 2;
  config.multiplier_array.f = config.multiplier_array.i = 16;
  config.accumulator.banks = 512;
  config.accumulator.entries = 32;
  config.activation_ram.iaram_bytes *= 16;
  config.activation_ram.oaram_bytes *= 16;
  config.weight_fifo.entries = 50;
  config.mapping.kc = 8;
  return config;
}

class GranularityFigures : public FigureGroup {
 public:
  explicit GranularityFigures(const Scope& scope) : scope_(scope), network_(find_network("googlenet")) {
    layers_ = layers_of(items_of(granularity_network, network_));
  }

  void add_points(PointPlan& plan) const override {
    if (scope_.fast || !scope_.wants(granularity_network)) return;
    const std::vector<Machine> machines{machine(scope_, many), {few, "scnn", config_of_4_pes(scope_.config)}};
    for (const NetworkLayer& layer : network_.layers)
      for (unsigned seed = 1; seed <= scope_.seeds; ++seed)
        plan.add(published_workload(scope_, granularity_network, layer, seed), machines);
  }

  std::vector<FigurePlan> figures() const override {
    const auto on = [this](const SeedView& view, const char* label) {
      return view.total(published_series, granularity_network, layers_, label);
    };
    return {{"pe_granularity",
             {{granularity_network, "time: 4 PEs over 64 PEs, less 1",
               [on](const SeedView& view) {
                 return static_cast<double>(on(view, few).cycles) /
                            static_cast<double>(on(view, many).cycles) -
                        1;
               }},
              {granularity_network, "multiplier utilisation, 64 PEs",
               [on](const SeedView& view) { return on(view, many).multiplier_utilization(); }},
              {granularity_network, "multiplier utilisation, 4 PEs",
               [on](const SeedView& view) { return on(view, few).multiplier_utilization(); }}}}};
  }

 private:
  Scope scope_;
  Network network_;
  std::vector<std::string> layers_;
};

}  // namespace

std::unique_ptr<FigureGroup> granularity_figures(const Scope& scope) {
  return std::make_unique<GranularityFigures>(scope);
}

}  // namespace scnnsim::scnn2017
