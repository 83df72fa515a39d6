// SPDX-License-Identifier: Apache-2.0
#include "sim/results/energy_export.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "models/energy/action_names.h"
#include "models/energy/energy_model.h"
#include "models/energy/reference_table.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {
namespace {

constexpr const char* format_version = "0.4";  ///< of Accelergy's files

/// A number that YAML readers take for one: "1e-05" is a text to some.
std::string yaml_number(double value) {
  constexpr double largest_exact = 9007199254740992.0;
  if (value == std::floor(value) && std::abs(value) < largest_exact) return fmt::format("{:.0f}", value);
  std::string text = fmt::format("{}", value);
  const std::size_t exponent = text.find('e');
  if (exponent != std::string::npos && text.find('.') == std::string::npos) text.insert(exponent, ".0");
  return text;
}

bool is_of_weights(EnergyAction action) {
  return action == EnergyAction::weight_fifo_read || action == EnergyAction::weight_fifo_write;
}

/// Comment on actions of the banked memory; nothing where there are none.
std::string banked_note(const std::vector<ExportedAction>& actions, const char* text) {
  const bool any = std::any_of(actions.begin(), actions.end(),
                               [](const ExportedAction& one) { return one.component == dram_banks_name; });
  return any ? fmt::format("# {}: {}.\n", dram_banks_name, text) : "";
}

/// What the ERT's energies come from: see ert_origin_key.
std::string origin_yaml(const EnergyTable& table, const MachineConfig& config) {
  const std::string fit =
      table.fitted_to.empty() ? "" : fmt::format("  fitted_to: {}\n", yaml_quote(table.fitted_to));
  return fmt::format("{}:  # ignored by other programs\n  table: {}\n{}  clock_ghz: {}\n", ert_origin_key,
                     yaml_quote(table.exported_from.empty() ? table.name : table.exported_from), fit,
                     yaml_number(config.clock.frequency));
}

/// Rows of the actions by action and width of weights (0 where the action does not depend on it).
using Rows = std::map<std::pair<std::size_t, unsigned>, ExportedAction>;

void add_layer(Rows& rows, const ActionCounts& counts, const EnergyModel& model, unsigned weight_bits) {
  for (std::size_t i = 0; i < energy_action_count; ++i) {
    const auto action = static_cast<EnergyAction>(i);
    const ActionName name = exported_name(action);
    const unsigned bits = is_of_weights(action) ? weight_bits : 0;
    ExportedAction& row = rows[{i, bits}];
    row = {std::string(name.component), std::string(name.action), bits, row.count, model.pj(action)};
  }
  for (const ActionCount& one : counts.actions)
    rows[{static_cast<std::size_t>(one.action), is_of_weights(one.action) ? weight_bits : 0}].count +=
        one.count;
  for (const DramCount& one : counts.dram) {
    const auto* name = std::find(dram_command_names.begin(), dram_command_names.end(), one.name);
    const auto place = static_cast<std::size_t>(name - dram_command_names.begin());
    ExportedAction& row = rows[{energy_action_count + 1 + place, 0}];
    row = {std::string(dram_banks_name), std::string(one.name), 0, row.count + one.count, one.pj};
  }
  ExportedAction& cycles = rows[{energy_action_count, 0}];
  cycles = {std::string(static_name.component), std::string(static_name.action), 0,
            cycles.count + counts.pe_cycles, model.pe_cycle_pj()};
}

/// `lines` of each component's actions below its name, components in the order of their first action.
std::string by_component(const std::vector<ExportedAction>& actions, const std::string& prefix,
                         const std::string& indent, const char* list,
                         const std::function<std::string(const ExportedAction&)>& lines) {
  std::string text;
  std::set<std::string> done;
  for (const ExportedAction& first : actions) {
    if (!done.insert(first.component).second) continue;
    text += fmt::format("{0}- name: {1}{2}\n{0}  {3}:\n", indent, prefix, first.component, list);
    for (const ExportedAction& one : actions)
      if (one.component == first.component)
        text += fmt::format("{0}  - name: {1}\n{2}", indent, one.name, lines(one));
  }
  return text;
}

}  // namespace

std::vector<ExportedAction> exported_actions(const Architecture& architecture,
                                             const std::vector<LayerResult>& layers, const EnergyTable& table,
                                             const MachineConfig& config) {
  Rows rows;
  std::set<unsigned> widths;
  for (const LayerResult& layer : layers) {
    const MachineSizes sizes = architecture.sizes(layer, config);
    const auto weight_bits = static_cast<unsigned>(std::lround(sizes.weight_bits));
    widths.insert(weight_bits);
    add_layer(rows, architecture.counts(layer, config), EnergyModel(table, sizes), weight_bits);
  }
  std::vector<ExportedAction> actions;
  for (auto& [key, row] : rows) {
    if (widths.size() == 1) row.bits = 0;
    actions.push_back(std::move(row));
  }
  return actions;
}

std::string action_counts_yaml(const Architecture& architecture, const std::vector<ExportedAction>& actions) {
  std::vector<ExportedAction> taken;
  for (const ExportedAction& one : actions)
    if (one.count > 0) taken.push_back(one);
  const auto lines = [](const ExportedAction& one) {
    const std::string arguments =
        one.bits > 0 ? fmt::format("            arguments: {{bits: {}}}\n", one.bits) : "";
    return fmt::format("{}            counts: {}\n", arguments, yaml_number(one.count));
  };
  return fmt::format(
             "# Written by scnnsim energy export. Counts of dram are bits, those of {}.{} cycles of all "
             "PEs.\n{}"
             "action_counts:\n  version: {}\n  subtree:\n    - name: {}\n      local:\n",
             static_name.component, static_name.action,
             banked_note(actions, "commands; read and write in bits, background in ns of a rank"),
             format_version, architecture.name) +
         by_component(taken, "", "        ", "action_counts", lines);
}

std::string reference_table_yaml(const Architecture& architecture, const std::vector<ExportedAction>& actions,
                                 const EnergyTable& table, const MachineConfig& config) {
  const auto lines = [](const ExportedAction& one) {
    const std::string arguments = one.bits > 0 ? fmt::format("{{bits: {}}}", one.bits) : "null";
    return fmt::format("      arguments: {}\n      energy: {}\n", arguments, yaml_number(one.pj));
  };
  return fmt::format(
             "# Written by scnnsim energy export --ert. Energies in pJ: of a bit of dram, and of a cycle of "
             "a PE "
             "({}.{}).\n{}{}"
             "ERT:\n  version: {}\n  tables:\n",
             static_name.component, static_name.action,
             banked_note(actions, "of dram_energy in the machine's configuration; not read from a table"),
             origin_yaml(table, config), format_version) +
         by_component(actions, std::string(architecture.name) + ".", "  ", "actions", lines);
}

}  // namespace scnnsim
