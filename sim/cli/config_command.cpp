// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "models/common/machine_config.h"
#include "models/energy/area_model.h"
#include "models/memory/banked/dram_device.h"
#include "sim/cli/commands.h"
#include "sim/cli/common_options.h"
#include "sim/cli/standard_streams.h"
#include "sim/cli/tiling_table.h"
#include "sim/results/results_files.h"
#include "sim/text/json.h"
#include "traces/support/error.h"

namespace scnnsim {

enum class ConfigFormat { text, yaml, json };
template <>
struct EnumNames<ConfigFormat> {
  static constexpr std::array<std::string_view, 3> names{"text", "yaml", "json"};
};

namespace {

constexpr const char* config_about =
    "Prints every key of the machine configuration with value, unit, allowed values, default and\n"
    "meaning, and the area of the machine. The YAML form can be given to --config again: it has preset\n"
    "for what a DRAM preset gives, of which the other forms show the numbers. --trace shows\n"
    "instead how the machine cuts the layers of a trace, without simulating them.";
constexpr const char* config_examples =
    "  scnnsim config\n"
    "  scnnsim config --set accumulator.banks=64 --format yaml > machine.yaml\n"
    "  scnnsim run traces/digits-vector-0.30 --config machine.yaml\n"
    "  scnnsim config --set activation_ram.overflow=retile --trace traces/digits-vector-0.30\n";

std::string as_text(const MachineConfig& config) {
  std::string text;
  for (const ParameterRow& row : describe(config)) {
    const std::string unit = row.unit.empty() ? "" : " " + row.unit;
    text += fmt::format("{} = {}{}\n    {}; {}; default {}\n", row.key, row.value, unit, row.meaning,
                        row.allowed, row.default_value);
  }
  return text;
}

/// Area per component, for one PE and all of them.
std::string area_as_text(const MachineConfig& config) {
  const AreaModel area(config);
  const double pes = config.pe_count();
  std::string text = "\nArea at 16 nm (SCNN table 4, scaled with sizes and counts) [mm2]\n";
  const auto line = [&](std::string_view name, double mm2) {
    text += fmt::format("  {:20} {:>9.4f} per PE {:>11.4f} in all\n", name, mm2, mm2 * pes);
  };
  for (std::size_t i = 0; i < area_component_count; ++i)
    if (const auto component = static_cast<AreaComponent>(i); component != AreaComponent::dense_pe)
      line(to_string(component), area.mm2(component));
  line("total", area.pe_mm2());
  line("dcnn, for comparison", area.dense_pe_mm2());
  return text;
}

std::string as_json(const MachineConfig& config) {
  const nlohmann::ordered_json values = config_to_json(config).flatten();
  const nlohmann::ordered_json defaults = config_to_json(MachineConfig{}).flatten();
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  auto value = values.begin();
  auto default_value = defaults.begin();
  for (const ParameterRow& row : describe(config))
    json.push_back({{"key", row.key},
                    {"value", *value++},
                    {"unit", row.unit},
                    {"default", *default_value++},
                    {"allowed", row.allowed},
                    {"meaning", row.meaning}});
  return json_text(json, 2) + "\n";
}

/// The configuration with the numbers in force where a preset gives them.
MachineConfig in_force(MachineConfig config) {
  if (config.dram.model != DramModel::banked) return config;
  const DramEnergyParameters energies = device_energies(config);
  config.dram_device = device_numbers(config);
  config.dram_energy = energies;
  return config;
}

}  // namespace

int config_command(const std::vector<std::string>& arguments) {
  CommandLine command("scnnsim config", config_about, config_examples);
  add_config_options(command);
  command.choice<ConfigFormat>("format", "FORMAT", "{}; default text");
  command.value("trace", "TRACE",
                "show instead the Kc and the temporal tiles of this trace's layers on the machine, and why");
  if (!command.parse(arguments)) return 0;
  const auto format = command.find<ConfigFormat>("format").value_or(ConfigFormat::text);
  const MachineConfig config = config_from(command);
  if (const auto trace = command.find<std::string>("trace")) {
    if (format != ConfigFormat::text) throw UserError(command.where("trace") + ": goes with --format text");
    print_lines(render(tiling_table(config, Trace::open(*trace)), TableFormat::text, terminal_width));
    return 0;
  }
  if (format == ConfigFormat::yaml)
    print_lines(to_yaml(config, true));
  else
    print_lines(format == ConfigFormat::json ? as_json(in_force(config))
                                             : as_text(in_force(config)) + area_as_text(config));
  return 0;
}

}  // namespace scnnsim
