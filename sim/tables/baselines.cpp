// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/baselines.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/layer/result_columns.h"
#include "sim/tables/column_definitions.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;
using Runs = std::vector<LabelledLayers>;

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string baseline_architecture(const LabelledLayers& run) {
  const std::vector<std::string> names = architectures_of(run);
  return has(names, "dcnn") ? "dcnn" : names.front();
}

std::vector<LayerResult> layers_on(const LabelledLayers& run, const std::string& architecture) {
  std::vector<LayerResult> layers;
  for (const LayerResult& layer : run.layers)
    if (layer.architecture == architecture) layers.push_back(layer);
  return layers;
}

std::vector<std::string> layer_names(const std::vector<LayerResult>& layers) {
  std::vector<std::string> names;
  names.reserve(layers.size());
  for (const LayerResult& layer : layers) names.push_back(layer.layer);
  std::sort(names.begin(), names.end());
  return names;
}

bool same_network(const LabelledLayers& a, const LabelledLayers& b) {
  return a.layers.front().network == b.layers.front().network;
}

/// The first run of the same network, which may be the run itself.
const LabelledLayers& first_of_network(const LabelledLayers& run, const Runs& runs) {
  return *std::find_if(runs.begin(), runs.end(), [&](const auto& other) { return same_network(other, run); });
}

const LabelledLayers* find_run(const Runs& runs, const std::string& label) {
  const auto found =
      std::find_if(runs.begin(), runs.end(), [&](const auto& run) { return run.label == label; });
  return found == runs.end() ? nullptr : &*found;
}

/// The run whose `architecture` is the baseline of `run`, if any has it.
const LabelledLayers* run_with(const std::string& architecture, const LabelledLayers& run, const Runs& runs) {
  if (has(architectures_of(run), architecture)) return &run;
  for (const LabelledLayers& other : runs)
    if (same_network(other, run) && has(architectures_of(other), architecture)) return &other;
  return nullptr;
}

[[noreturn]] void refuse(const std::string& chosen, const Runs& runs) {
  std::vector<std::string> known;
  const auto learn = [&](const std::string& name) {
    if (!has(known, name)) known.push_back(name);
  };
  for (const LabelledLayers& run : runs) learn(run.label);
  for (const LabelledLayers& run : runs)
    for (const std::string& name : architectures_of(run)) learn(name);
  throw UserError("--baseline: " +
                  unknown_name("run or architecture", chosen, "runs and architectures", known));
}

/// Null where a figure is not known, and for a division by zero.
Json quotient(const Json& numerator, const Json& denominator) {
  if (!numerator.is_number() || !denominator.is_number() || denominator.get<double>() == 0) return {};
  return numerator.get<double>() / denominator.get<double>();
}

}  // namespace

std::vector<std::string> architectures_of(const LabelledLayers& run) {
  std::vector<std::string> names;
  for (const LayerResult& layer : run.layers)
    if (!has(names, layer.architecture)) names.push_back(layer.architecture);
  return names;
}

Baselines::Baselines(const Runs& runs, const std::optional<std::string>& chosen) {
  const LabelledLayers* const chosen_run = chosen ? find_run(runs, *chosen) : nullptr;
  for (const LabelledLayers& run : runs) {
    if (run.layers.empty()) continue;
    const std::vector<std::string> own = architectures_of(run);
    for (const std::string& architecture : own) {
      if (chosen_run != nullptr) {
        if (!same_network(run, *chosen_run)) continue;
        const bool has_it = has(architectures_of(*chosen_run), architecture);
        add(run, architecture, *chosen_run, has_it ? architecture : baseline_architecture(*chosen_run));
      } else if (chosen) {
        const LabelledLayers* const source = run_with(*chosen, run, runs);
        if (source != nullptr) add(run, architecture, *source, *chosen);
      } else {
        const LabelledLayers& source = own.size() > 1 ? run : first_of_network(run, runs);
        add(run, architecture, source, baseline_architecture(source));
      }
    }
  }
  if (chosen && of_.empty()) refuse(*chosen, runs);
}

void Baselines::add(const LabelledLayers& run, const std::string& architecture, const LabelledLayers& source,
                    const std::string& base) {
  Baseline baseline;
  sources_.push_back({base, source.label, &source != &run});
  baseline.is_itself = &source == &run && base == architecture;
  const std::vector<LayerResult> layers = layers_on(source, base);
  for (const LayerResult& layer : layers) baseline.layers.emplace(layer.layer, layer);
  if (layer_names(layers) == layer_names(layers_on(run, architecture))) baseline.total = total_of(layers);
  of_.emplace(std::pair(run.label, architecture), std::move(baseline));
}

const LayerResult* Baselines::find(const RowSource& row) const {
  const auto baseline = of_.find({row.label, row.layer.architecture});
  if (baseline == of_.end()) return nullptr;
  if (row.is_total) return baseline->second.total ? &*baseline->second.total : nullptr;
  const auto layer = baseline->second.layers.find(row.layer.layer);
  return layer == baseline->second.layers.end() ? nullptr : &layer->second;
}

bool Baselines::is_itself(const std::string& run, const std::string& architecture) const {
  const auto baseline = of_.find({run, architecture});
  return baseline != of_.end() && baseline->second.is_itself;
}

std::string Baselines::names() const {
  const bool need_runs =
      std::any_of(sources_.begin(), sources_.end(), [](const Source& source) { return source.is_lent; });
  std::vector<std::string> names;
  for (const Source& source : sources_) {
    const std::string name =
        need_runs ? fmt::format("{} of {}", source.architecture, source.run) : source.architecture;
    if (!has(names, name)) names.push_back(name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

LayerColumn ratio_column(const LayerColumn& figure, const std::shared_ptr<const Baselines>& baselines) {
  return {defined_ratio(figure.shown), [get = figure.get, baselines](const RowSource& row) {
            const LayerResult* const base = baselines->find(row);
            return base ? quotient(get(row), get({*base, row.label, row.is_total})) : Json();
          }};
}

LayerColumns comparisons(const LayerColumns& figures, const std::shared_ptr<const Baselines>& baselines) {
  LayerColumns columns{{defined_column("speedup"), [baselines](const RowSource& row) {
                          const LayerResult* const base = baselines->find(row);
                          return base ? quotient(base->cycles, row.layer.cycles) : Json();
                        }}};
  for (const LayerColumn& figure : figures)
    for (const char* energy : {"energy_pj", "energy_45nm_pj", "energy_16nm_pj"})
      if (figure.shown.name == energy) columns.push_back(ratio_column(figure, baselines));
  return columns;
}

}  // namespace scnnsim
