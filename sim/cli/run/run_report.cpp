// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/run/run_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/memory/banked/dram_device.h"
#include "sim/cli/standard_streams.h"
#include "sim/results/program_version.h"
#include "sim/text/json.h"
#include "traces/support/messages.h"

namespace scnnsim {

namespace {

/// "Without conv4, which could not be simulated."
std::string unsimulated_text(const RunResults& results) {
  std::vector<std::string> names;
  for (const UnsimulatedLayer& one : results.unsimulated)
    names.push_back(results.architectures.size() > 1 ? one.layer + " on " + one.architecture : one.layer);
  return fmt::format("Without {}, which could not be simulated.", fmt::join(names, ", "));
}

}  // namespace

RunResults describe_run(const RunRequest& request) {
  RunResults results;
  results.network = request.trace.network;
  results.trace_checksum = request.trace.checksum();
  results.architectures = request.architectures;
  results.config = without_preset(request.config);
  results.energy_table = request.energy_table;
  // The same bytes wherever the table came from, and config.yaml can be run again wherever the folder goes.
  if (!request.energy_table.is_built_in) results.config.energy.table = energy_file_name;
  return results;
}

std::string report(const RunResults& results, TableFormat format, bool is_wide) {
  if (format == TableFormat::csv) return layers_csv(results.layers);
  const MachineConfig& config = results.config;
  const std::vector<LabelledLayers> runs{{results.network, results.layers}};
  LayerTableOptions options;
  options.is_narrow = format == TableFormat::text && !is_wide;
  const std::size_t width = options.is_narrow ? terminal_width : any_width;
  Table cycles = make_layer_table(TableKind::summary, runs, options);
  cycles.caption = fmt::format("{} on {} x {} PEs of {} x {} multipliers. {}", results.network,
                               config.pe_array.rows, config.pe_array.columns, config.multiplier_array.f,
                               config.multiplier_array.i, cycles.caption);
  if (!results.unsimulated.empty()) cycles.caption += ". " + unsimulated_text(results);
  const Table accesses = make_layer_table(TableKind::accesses, runs, options);
  std::string text = render(cycles, format, width) + "\n" + render(accesses, format, width);
  if (results.architectures.size() > 1)
    text += "\n" + render(make_layer_table(TableKind::speedup, runs, options), format, width);
  return text;
}

std::string execution_json(const ExecutionFacts& facts) {
  nlohmann::ordered_json json{{"program_version", program_version()},
                              {"quantum", facts.quantum},
                              {"jobs", facts.jobs},
                              {"wall_seconds", facts.seconds}};
  json["command"] = facts.command;
  json["layers"] = nlohmann::ordered_json::array();
  for (const LayerRun& run : facts.runs) {
    const double rate = run.seconds > 0 ? static_cast<double>(run.result.multiplies) / run.seconds : 0.0;
    json["layers"].push_back({{"layer", run.result.layer},
                              {"architecture", run.result.architecture},
                              {"wall_seconds", run.seconds},
                              {"largest_lead_cycles", run.result.largest_lead},
                              {"multiplies_per_second", rate}});
  }
  return json_text(json, 1) + "\n";
}

std::string grains_not_used(const RunRequest& request) {
  const MachineConfig& config = request.config;
  const auto& architectures = request.architectures;
  if (std::none_of(architectures.begin(), architectures.end(),
                   [](const std::string& name) { return name == "scnn" || name == "scnn_oracle"; }))
    return "";
  const auto coarse = std::find_if(request.layers.begin(), request.layers.end(), [](const TraceLayer& layer) {
    const Granularity& granularity = layer.description.granularity;
    return granularity != Granularity::none && granularity != Granularity::element;
  });
  if (coarse == request.layers.end()) return "";
  const Granularity& granularity = coarse->description.granularity;
  std::vector<std::string> off, set;
  if (config.weights.index_per == IndexPer::value) {
    off.emplace_back("storage by grain");
    set.emplace_back("--set weights.index_per=grain");
  }
  if (config.accumulator.merge != MergeMode::grain && granularity.has_runs()) {
    off.emplace_back("merging by grain");
    set.emplace_back("--set accumulator.merge=grain");
  }
  if (off.empty()) return "";
  return fmt::format("{} is pruned by {}, but {} {} off: {} (scnnsim granularity compares)",
                     coarse->description.name, to_string(granularity), fmt::join(off, " and "),
                     off.size() == 1 ? "is" : "are", fmt::join(set, " "));
}

std::string dram_keys_not_used(const MachineConfig& config) {
  if (config.dram.model == DramModel::banked) return "";
  const DramParameters defaults;
  std::vector<std::string> keys;
  if (config.dram.preset != defaults.preset) keys.emplace_back("dram.preset");
  if (config.dram.mapping != defaults.mapping) keys.emplace_back("dram.mapping");
  const auto add = [&keys](const ParameterInfo& info, const auto& value) {
    if (value.is_number()) keys.push_back(info.key());
  };
  DramDeviceParameters::for_each(config.dram_device, add);
  DramEnergyParameters::for_each(config.dram_energy, add);
  if (keys.empty()) return "";
  return fmt::format("{} {} no effect: dram.model is pipe, which has no banks (--set dram.model=banked)",
                     fmt::join(keys, ", "), keys.size() == 1 ? "has" : "have");
}

bool print_warnings(const RunResults& results) {
  bool all_right = results.unsimulated.empty();
  for (const UnsimulatedLayer& one : results.unsimulated)
    print_message(
        fmt::format("error: {}: {}", one.status == Unsimulated::invalid ? "invalid" : "failed", one.reason));
  for (const LayerResult& layer : results.layers) {
    const std::string on = results.architectures.size() > 1 ? " on " + layer.architecture : "";
    if (layer.accumulator_overflows > 0)
      print_message(fmt::format("warning: layer {}{}: {} beyond the {} bits of an accumulator", layer.layer,
                                on, counted(layer.accumulator_overflows, "sum"),
                                results.config.accumulator.bits));
    if (layer.verified != Verified::no) continue;
    all_right = false;
    print_message(fmt::format("error: layer {}{}: wrong outputs: {}", layer.layer, on, layer.first_mismatch));
  }
  return all_right;
}

}  // namespace scnnsim
