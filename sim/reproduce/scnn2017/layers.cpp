// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "sim/reproduce/scnn2017/scnn2017.h"
#include "sim/reproduce/scnn2017/speedup_plot.h"

namespace scnnsim::scnn2017 {
namespace {

double ratio(double numerator, double denominator) {
  return numerator / denominator;
}

double cycles(const LayerResult& layer) {
  return static_cast<double>(layer.cycles);
}

/// What a figure makes of the sums over an item's layers, by architecture.
using Sums = std::function<LayerResult(const std::string& architecture)>;
using Formula = std::function<double(const Sums&)>;

struct Column {
  const char* figure;
  Formula formula;
};

double speedup(const Sums& on) {
  return ratio(cycles(on("dcnn")), cycles(on("scnn")));
}
Formula energy_against_dcnn(const char* architecture) {
  return [architecture](const Sums& on) {
    return ratio(on(architecture).total_energy_pj(), on("dcnn").total_energy_pj());
  };
}

/// Figures with a row per layer or module.
const std::vector<Column>& item_columns() {
  static const std::vector<Column> columns{
      {"scnn_cycles", [](const Sums& on) { return cycles(on("scnn")); }},
      {"speedup", speedup},
      {"multiplier_utilization", [](const Sums& on) { return on("scnn").multiplier_utilization(); }},
      {"barrier_fraction", [](const Sums& on) { return on("scnn").barrier_fraction(); }},
      {"dcnn_cycles", [](const Sums& on) { return cycles(on("dcnn")); }},
      {"energy_scnn", energy_against_dcnn("scnn")},
      {"energy_dcnn_opt", energy_against_dcnn("dcnn_opt")},
      {"energy_dcnn_opt_over_scnn",
       [](const Sums& on) { return ratio(on("dcnn_opt").total_energy_pj(), on("scnn").total_energy_pj()); }},
  };
  return columns;
}

double oracle_speedup(const Sums& on) {
  return ratio(cycles(on("dcnn")), cycles(on("scnn_oracle")));
}

FigureRow row(const PaperItem& item, const Formula& formula) {
  return {item.network, item.item, [item, formula](const SeedView& view) {
            return formula([&](const std::string& architecture) {
              return view.total(published_series, item.network, item.layers, architecture);
            });
          }};
}

/// All of a network as one item.
PaperItem whole(const std::vector<PaperItem>& items) {
  return {items.front().network, "all", layers_of(items)};
}

/// VGG-16 without the two layers that ran at half the speed that their own utilisation implies.
PaperItem without_outliers(std::vector<PaperItem> items) {
  const auto is_outlier = [](const PaperItem& item) {
    return item.item == "conv2_1" || item.item == "conv2_2";
  };
  items.erase(std::remove_if(items.begin(), items.end(), is_outlier), items.end());
  return {items.front().network, "without conv2_1 and conv2_2", layers_of(items)};
}

class LayerFigures : public FigureGroup {
 public:
  explicit LayerFigures(const Scope& scope) : scope_(scope) {
    for (const PaperNetwork& network : networks()) {
      networks_.push_back(find_network(network.config));
      items_.push_back(items_of(network.name, networks_.back()));
    }
  }

  void add_points(PointPlan& plan) const override {
    std::vector<Machine> machines;
    for (const char* architecture : {"scnn", "scnn_oracle", "dcnn", "dcnn_opt"})
      machines.push_back(machine(scope_, architecture));
    for (std::size_t n = 0; n < networks_.size(); ++n)
      for (const NetworkLayer& layer : networks_[n].layers)
        if (wants_layer(scope_, networks()[n].name, layer.description.name))
          for (unsigned seed = 1; seed <= scope_.seeds; ++seed)
            plan.add(published_workload(scope_, networks()[n].name, layer, seed), machines);
  }

  std::vector<FigurePlan> figures() const override {
    std::vector<FigurePlan> plans;
    plans.push_back(network_speedup());
    for (const Column& column : item_columns()) plans.push_back(per_item(column));
    plans.push_back(oracle());
    plans.push_back(per_network("network_energy_scnn", energy_against_dcnn("scnn")));
    plans.push_back(per_network("network_energy_dcnn_opt", energy_against_dcnn("dcnn_opt")));
    return plans;
  }

  std::vector<Plot> plots(const Points&, const std::vector<ComparedFigure>& figures) const override {
    return speedup_plots(figures);
  }

 private:
  FigurePlan per_item(const Column& column) const {
    FigurePlan plan{column.figure, {}};
    for (const auto& items : items_)
      for (const PaperItem& item : items) plan.rows.push_back(row(item, column.formula));
    return plan;
  }

  FigurePlan per_network(const char* figure, const Formula& formula) const {
    FigurePlan plan{figure, {}};
    for (const auto& items : items_) plan.rows.push_back(row(whole(items), formula));
    return plan;
  }

  FigurePlan oracle() const {
    FigurePlan plan = per_item({"oracle_speedup", oracle_speedup});
    for (const auto& items : items_) plan.rows.push_back(row(whole(items), oracle_speedup));
    return plan;
  }

  FigurePlan network_speedup() const {
    FigurePlan plan = per_network("network_speedup", speedup);
    plan.rows.push_back(row(without_outliers(items_.back()), speedup));
    return plan;
  }

  Scope scope_;
  std::vector<Network> networks_;              ///< as in networks()
  std::vector<std::vector<PaperItem>> items_;  ///< of each
};

}  // namespace

std::unique_ptr<FigureGroup> layer_figures(const Scope& scope) {
  return std::make_unique<LayerFigures>(scope);
}

}  // namespace scnnsim::scnn2017
