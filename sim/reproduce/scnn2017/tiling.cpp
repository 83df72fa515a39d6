// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "sim/architectures/architecture.h"
#include "sim/reproduce/scnn2017/scnn2017.h"

namespace scnnsim::scnn2017 {
namespace {

constexpr const char* tiled_network = "VGG-16";

bool spills(const LayerResult& layer) {
  return layer.input_spilled || layer.output_spilled;
}

class TilingFigures : public FigureGroup {
 public:
  explicit TilingFigures(const Scope& scope) : scope_(scope), network_(find_network("vgg16")) {}

  void add_points(PointPlan& plan) const override {
    if (scope_.fast || !scope_.wants(tiled_network)) return;
    for (const NetworkLayer& layer : network_.layers)
      for (unsigned seed = 1; seed <= scope_.seeds; ++seed)
        plan.add(published_workload(scope_, tiled_network, layer, seed), {machine(scope_, "scnn")});
  }

  std::vector<FigurePlan> figures() const override {
    FigurePlan plan{"temporal_tiling", {}};
    const auto add = [&](const char* item, double (*of)(const std::vector<double>&)) {
      plan.rows.push_back({tiled_network, item, [=](const SeedView& view) { return of(penalties(view)); }});
    };
    add("layers", [](const std::vector<double>& all) { return static_cast<double>(all.size()); });
    add("mean penalty", [](const std::vector<double>& all) {
      return std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
    });
    add("smallest penalty",
        [](const std::vector<double>& all) { return *std::min_element(all.begin(), all.end()); });
    add("largest penalty",
        [](const std::vector<double>& all) { return *std::max_element(all.begin(), all.end()); });
    for (const NetworkLayer& layer : network_.layers) {
      const std::string name = layer.description.name;
      plan.rows.push_back(
          {tiled_network, name, [=](const SeedView& view) { return penalty(result(view, name)); }, false});
    }
    return {plan};
  }

 private:
  const LayerResult& result(const SeedView& view, const std::string& layer) const {
    return view.at(published_series, tiled_network, layer, "scnn");
  }

  /// Energy of the layer over that of the same layer whose activations stay on chip, less 1.
  double penalty(const LayerResult& layer) const {
    LayerResult on_chip = layer;
    if (layer.input_spilled) on_chip.dram_input_bytes = 0;
    if (layer.output_spilled) on_chip.dram_output_bytes = 0;
    on_chip.energy_pj =
        find_architecture("scnn", "temporal tiling").energy(on_chip, scope_.energy_table, scope_.config);
    return layer.total_energy_pj() / on_chip.total_energy_pj() - 1;
  }

  /// Of the layers that do not fit. One zero when all do, so that what is formed of them is defined.
  std::vector<double> penalties(const SeedView& view) const {
    std::vector<double> all;
    for (const NetworkLayer& layer : network_.layers)
      if (const LayerResult& one = result(view, layer.description.name); spills(one))
        all.push_back(penalty(one));
    return all.empty() ? std::vector<double>{0.0} : all;
  }

  Scope scope_;
  Network network_;
};

}  // namespace

std::unique_ptr<FigureGroup> tiling_figures(const Scope& scope) {
  return std::make_unique<TilingFigures>(scope);
}

}  // namespace scnnsim::scnn2017
