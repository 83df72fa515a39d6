// SPDX-License-Identifier: Apache-2.0
#include "sim/plot/plots.h"

#include <algorithm>
#include <map>
#include <set>

#include "sim/plot/stacked_bars.h"
#include "sim/tables/layer_columns.h"

namespace scnnsim {
namespace {

/// Bars of all layers, grouped by whatever of run, network and architecture differs.
template <class PartsOf>
std::vector<StackedBar> bars_of(const std::vector<LabelledLayers>& runs, const PartsOf& parts_of) {
  std::set<std::string> labels, networks, architectures;
  for (const LabelledLayers& run : runs) {
    labels.insert(run.label);
    for (const LayerResult& layer : run.layers) {
      networks.insert(layer.network);
      architectures.insert(layer.architecture);
    }
  }
  std::vector<StackedBar> bars;
  for (const LabelledLayers& run : runs)
    for (const LayerResult& layer : run.layers) {
      std::string group;
      const auto add = [&](const std::string& name, bool differs) {
        if (differs) group += (group.empty() ? "" : ", ") + name;
      };
      add(run.label, labels.size() > 1);
      add(layer.network, networks.size() > 1);
      add(layer.architecture, architectures.size() > 1);
      bars.push_back({group, layer.layer, parts_of(layer)});
    }
  return bars;
}

}  // namespace

Plot stalls_plot(const std::vector<LabelledLayers>& runs, bool relative) {
  StackedBars bars;
  bars.name = "stalls";
  bars.axis = relative ? "Share of the PE-cycles" : "Time of all PEs";
  bars.unit = "PE-cycles";
  bars.grey_part = to_string(CycleOwner::idle);
  bars.relative = relative;
  // From below, in the order of tables: issue first.
  for (std::size_t i = cycle_owner_count; i-- > 0;)
    bars.parts.emplace_back(to_string(static_cast<CycleOwner>(i)));
  bars.bars = bars_of(runs, [](const LayerResult& layer) {
    std::vector<double> parts;
    for (std::size_t i = cycle_owner_count; i-- > 0;)
      parts.push_back(static_cast<double>(layer.pe_cycles[i]));
    return parts;
  });
  return stacked_bars_plot(bars);
}

const std::vector<std::string>& energy_parts() {
  static const std::vector<std::string> parts{"multipliers",       "accumulators",    "scatter network",
                                              "weight FIFO",       "activation RAMs", "DRAM, weights",
                                              "DRAM, activations", "static",          "PPU, halo"};
  return parts;
}

std::size_t energy_part(const std::string& component) {
  static const std::map<std::string, std::size_t> parts{{"multiplier_array", 0},
                                                        {"accumulator_banks", 1},
                                                        {"accumulators", 1},
                                                        {"adder_tree", 1},
                                                        {"scatter_network", 2},
                                                        {"coordinate_unit", 2},
                                                        {"weight_fifo", 3},
                                                        {"weight_buffer", 3},
                                                        {"iaram", 4},
                                                        {"oaram", 4},
                                                        {"activation_ram", 4},
                                                        {"operand_fetch", 4},
                                                        {"dram_weights", 5},
                                                        {"dram_activations", 6},
                                                        {"pe_static", 7}};
  const auto found = parts.find(component);
  return found == parts.end() ? energy_parts().size() - 1 : found->second;
}

Plot energy_plot(const std::vector<LabelledLayers>& runs, bool relative) {
  StackedBars bars;
  bars.name = "energy";
  bars.parts = energy_parts();
  bars.axis = relative ? "Share of the energy" : "Energy";
  if (const std::string origin = energy_origin(runs); !origin.empty()) bars.axis += ", " + origin;
  bars.unit = "pJ";
  bars.relative = relative;
  bars.bars = bars_of(runs, [](const LayerResult& layer) {
    std::vector<double> parts(energy_parts().size(), 0.0);
    for (const auto& [component, pj] : layer.energy_pj) parts[energy_part(component)] += pj;
    return parts;
  });
  return stacked_bars_plot(bars);
}

}  // namespace scnnsim
