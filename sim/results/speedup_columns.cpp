// SPDX-License-Identifier: Apache-2.0
#include "sim/results/speedup_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

struct Figures {
  double cycles = 0, energy = 0;
};

/// What a run is compared with.
struct Baseline {
  std::string name;
  std::map<std::string, Figures> layers;
  std::optional<Figures> total;
};
using Baselines = std::map<std::string, Baseline>;  ///< by the run's label

std::vector<std::string> architectures_of(const LabelledLayers& run) {
  std::vector<std::string> names;
  for (const LayerResult& layer : run.layers)
    if (std::find(names.begin(), names.end(), layer.architecture) == names.end())
      names.push_back(layer.architecture);
  return names;
}

std::string baseline_architecture(const LabelledLayers& run) {
  const std::vector<std::string> names = architectures_of(run);
  return std::find(names.begin(), names.end(), "dcnn") != names.end() ? "dcnn" : names.front();
}

/// The run whose baseline architecture `run` is compared with.
const LabelledLayers& source_of(const LabelledLayers& run, const std::vector<LabelledLayers>& runs) {
  if (architectures_of(run).size() > 1) return run;
  return *std::find_if(runs.begin(), runs.end(), [&](const LabelledLayers& other) {
    return other.layers.front().network == run.layers.front().network;
  });
}

Figures figures_of(const LayerResult& layer) {
  return {static_cast<double>(layer.cycles), layer.total_energy_pj()};
}

std::set<std::string> layer_names(const LabelledLayers& run) {
  std::set<std::string> names;
  for (const LayerResult& layer : run.layers) names.insert(layer.layer);
  return names;
}

Baseline baseline_of(const LabelledLayers& run, const std::vector<LabelledLayers>& runs) {
  const LabelledLayers& source = source_of(run, runs);
  const std::string architecture = baseline_architecture(source);
  Baseline baseline;
  baseline.name = &source == &run ? architecture : fmt::format("{} of {}", architecture, source.label);
  Figures total;
  for (const LayerResult& layer : source.layers) {
    if (layer.architecture != architecture) continue;
    const Figures figures = baseline.layers[layer.layer] = figures_of(layer);
    total.cycles += figures.cycles;
    total.energy += figures.energy;
  }
  if (layer_names(run) == layer_names(source)) baseline.total = total;
  return baseline;
}

std::shared_ptr<const Baselines> baselines_of(const std::vector<LabelledLayers>& runs) {
  auto baselines = std::make_shared<Baselines>();
  for (const LabelledLayers& run : runs)
    if (!run.layers.empty()) (*baselines)[run.label] = baseline_of(run, runs);
  return baselines;
}

std::optional<Figures> find(const Baselines& baselines, const RowSource& row) {
  const Baseline& baseline = baselines.at(row.label);
  if (row.is_total) return baseline.total;
  const auto found = baseline.layers.find(row.layer.layer);
  if (found == baseline.layers.end()) return std::nullopt;
  return found->second;
}

/// Null for a division by zero.
Json quotient(double numerator, double denominator) {
  return denominator > 0 ? Json(numerator / denominator) : Json();
}

}  // namespace

LayerColumns speedup_columns(const std::vector<LabelledLayers>& runs) {
  const auto baselines = baselines_of(runs);
  const LayerColumn speedup{{"speedup", "speed-up", CellStyle::ratio}, [baselines](const RowSource& row) {
                              const auto base = find(*baselines, row);
                              return base ? quotient(base->cycles, figures_of(row.layer).cycles) : Json();
                            }};
  const LayerColumn energy_ratio{
      {"energy_ratio", "energy ratio", CellStyle::ratio}, [baselines](const RowSource& row) {
        const auto base = find(*baselines, row);
        return base ? quotient(figures_of(row.layer).energy, base->energy) : Json();
      }};
  return {result_figure("cycles", "cycles", CellStyle::integer), speedup,
          result_figure("energy_pj", "energy", CellStyle::picojoules), energy_ratio};
}

std::string speedup_caption(const std::vector<LabelledLayers>& runs) {
  std::vector<std::string> names;
  for (const LabelledLayers& run : runs) {
    if (run.layers.empty()) continue;
    const std::string name = baseline_of(run, runs).name;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return fmt::format("Compared with {}: speed-up = its cycles / cycles, energy ratio = energy / its energy",
                     fmt::join(names, ", "));
}

}  // namespace scnnsim
