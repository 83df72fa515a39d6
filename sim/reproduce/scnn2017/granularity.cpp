// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/scnn2017/scnn2017.h"

namespace scnnsim::scnn2017 {
namespace {

constexpr const char* granularity_network = "GoogLeNet";
constexpr const char* many = "scnn";
constexpr const char* few = "scnn, 4 PEs";
constexpr const char* few_linear = "scnn, 4 PEs, linear";

/// 4 PEs with the multipliers, accumulators and RAMs of 64; accumulator banks stay 2 x F x I. FIFO and Kc
/// stay as they are (assumed).
/// Assumption: the bank hash is `xor`. `linear` would send every second output channel of a region of 16 x 16
/// to the same banks of 512.
MachineConfig config_of_4_pes(MachineConfig config) {
  config.pe_array.rows = config.pe_array.columns = 2;
  config.multiplier_array.f = config.multiplier_array.i = 16;
  config.accumulator.banks = 512;
  config.accumulator.entries = 32;
  config.accumulator.bank_hash = BankHash::xor_;
  config.activation_ram.iaram_bytes *= 16;
  config.activation_ram.oaram_bytes *= 16;
  config.weight_fifo.entries = 50;
  config.mapping.kc = 8;
  return config;
}

MachineConfig config_of_4_pes_with_linear_hash(const MachineConfig& config) {
  MachineConfig changed = config_of_4_pes(config);
  changed.accumulator.bank_hash = BankHash::linear;
  return changed;
}

class GranularityFigures : public FigureGroup {
 public:
  explicit GranularityFigures(const Scope& scope) : scope_(scope), network_(find_network("googlenet")) {
    layers_ = layers_of(items_of(granularity_network, network_));
  }

  void add_points(PointPlan& plan) const override {
    if (scope_.fast || !scope_.wants(granularity_network)) return;
    const std::vector<Machine> machines{
        machine(scope_, many),
        {few, "scnn", config_of_4_pes(scope_.config)},
        {few_linear, "scnn", config_of_4_pes_with_linear_hash(scope_.config), true}};
    for (const NetworkLayer& layer : network_.layers)
      for (unsigned seed = 1; seed <= scope_.seeds; ++seed)
        plan.add(published_workload(scope_, granularity_network, layer, seed), machines);
  }

  std::vector<FigurePlan> figures() const override {
    FigurePlan plan{"pe_granularity", {slow_down("time: 4 PEs over 64 PEs, less 1", few)}};
    plan.rows.push_back(slow_down("time: 4 PEs over 64 PEs, less 1, linear bank hash", few_linear));
    plan.rows.push_back(utilization("multiplier utilisation, 64 PEs", many));
    plan.rows.push_back(utilization("multiplier utilisation, 4 PEs", few));
    return {plan};
  }

 private:
  LayerResult on(const SeedView& view, const char* label) const {
    return view.total(published_series, granularity_network, layers_, label);
  }

  FigureRow slow_down(const char* item, const char* label) const {
    return {
        granularity_network, item, [this, label](const SeedView& view) {
          return static_cast<double>(on(view, label).cycles) / static_cast<double>(on(view, many).cycles) - 1;
        }};
  }

  FigureRow utilization(const char* item, const char* label) const {
    return {granularity_network, item,
            [this, label](const SeedView& view) { return on(view, label).multiplier_utilization(); }};
  }

  Scope scope_;
  Network network_;
  std::vector<std::string> layers_;
};

}  // namespace

std::unique_ptr<FigureGroup> granularity_figures(const Scope& scope) {
  return std::make_unique<GranularityFigures>(scope);
}

}  // namespace scnnsim::scnn2017
