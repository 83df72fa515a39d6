// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/scnn2017/density_sweep.h"
#include "sim/reproduce/scnn2017/scnn2017.h"

namespace scnnsim::scnn2017 {
namespace {

/// What an analytical model counts: products in vectors of F and I, with a mapping of its own for each layer.
/// Nothing limits the delivery of weights and activations, and products never wait for a bank.
MachineConfig as_an_analytical_model(MachineConfig config) {
  config.mapping.kc = KcRule::automatic;
  config.weight_fifo.entries = 4096;
  config.weight_broadcast.entries_per_cycle = 64;
  config.weight_broadcast.buffer_bytes = 1 << 20;
  config.dram.bandwidth = 5000;
  config.scatter.policy = ScatterPolicy::ideal;
  return config;
}

/// A model that has densities and no tensors knows how dense channels are, not where their non-zeros lie.
Scope analytical(const Scope& scope) {
  Scope changed = scope.beside("clustered");
  changed.config = as_an_analytical_model(changed.config);
  return changed;
}

/// Assumption: SCNN's figs. 8 and 12 come from an analytical model, as densities were set and not measured.
/// The paper does not say which; the linear curve of SparseW has no room for blocks of Kc = 8.
class AnalyticalSweepFigures : public FigureGroup {
 public:
  explicit AnalyticalSweepFigures(const Scope& scope)
      : sweep_(analytical(scope), {scnn, dcnn, sparse_w, sparse_a}, "analytical") {}

  void add_points(PointPlan& plan) const override { sweep_.add_points(plan); }
  bool follows_pattern() const override { return false; }

  std::vector<FigurePlan> figures() const override {
    std::vector<FigurePlan> plans{
        sweep_.curves("sweep_latency_analytical", Quantity::time, {scnn, sparse_w, sparse_a}),
        {"sweep_points_analytical",
         {DensitySweep::row(
              "time: density below which SCNN is faster than DCNN",
              [this](const SeedView& view) { return sweep_.crossing(view, scnn, dcnn, Quantity::time); }),
          ratio_at_04("time at 0.4: SparseW over SCNN", sparse_w),
          ratio_at_04("time at 0.4: SparseA over SCNN", sparse_a)}}};
    for (FigurePlan& plan : plans) plan.one_seed = true;
    return plans;
  }

 private:
  FigureRow ratio_at_04(const char* item, const SweptMachine& one) const {
    return DensitySweep::row(item, [this, one](const SeedView& view) {
      return sweep_.against(view, 0.4, one, scnn, Quantity::time);
    });
  }

  DensitySweep sweep_;
};

}  // namespace

std::unique_ptr<FigureGroup> analytical_sweep_figures(const Scope& scope) {
  return std::make_unique<AnalyticalSweepFigures>(scope);
}

}  // namespace scnnsim::scnn2017
