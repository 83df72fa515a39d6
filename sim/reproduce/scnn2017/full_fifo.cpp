// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/scnn2017/scnn2017.h"

namespace scnnsim::scnn2017 {
namespace {

constexpr const char* unlimited = "scnn, unlimited FIFO";

/// FIFOs that hold more vectors than any layer's output-channel group has.
MachineConfig with_unlimited_fifo(MachineConfig config) {
  config.weight_fifo.entries = 65536;
  return config;
}

/// The barrier fraction where waits at a full FIFO count as well. A PE whose FIFO is full blocks the
/// broadcast, so that faster PEs run out of weights and wait for it. With FIFOs without limit these PEs reach
/// the barrier instead and wait there.
class FullFifoFigures : public FigureGroup {
 public:
  explicit FullFifoFigures(const Scope& scope) : scope_(scope) {
    for (const PaperNetwork& network : networks()) networks_.push_back(find_network(network.config));
  }

  void add_points(PointPlan& plan) const override {
    const Machine machine{unlimited, "scnn", with_unlimited_fifo(scope_.config), true};
    for (std::size_t n = 0; n < networks_.size(); ++n)
      for (const NetworkLayer& layer : networks_[n].layers)
        if (wants_layer(scope_, networks()[n].name, layer.description.name))
          for (unsigned seed = 1; seed <= scope_.seeds; ++seed)
            plan.add(published_workload(scope_, networks()[n].name, layer, seed), {machine});
  }

  std::vector<FigurePlan> figures() const override {
    FigurePlan plan{"barrier_fraction_full_fifo", {}};
    for (std::size_t n = 0; n < networks_.size(); ++n)
      for (const PaperItem& item : items_of(networks()[n].name, networks_[n]))
        plan.rows.push_back(
            {item.network, item.item, [item](const SeedView& view) {
               return view.total(published_series, item.network, item.layers, unlimited).barrier_fraction();
             }});
    return {plan};
  }

 private:
  Scope scope_;
  std::vector<Network> networks_;  ///< as in networks()
};

}  // namespace

std::unique_ptr<FigureGroup> full_fifo_figures(const Scope& scope) {
  return std::make_unique<FullFifoFigures>(scope);
}

}  // namespace scnnsim::scnn2017
