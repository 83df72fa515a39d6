// SPDX-License-Identifier: Apache-2.0
#include "models/energy/reference_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "models/energy/action_names.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

constexpr const char* top_key = "ERT";
constexpr double most_pj_in_ert = 1e9;
/// Versions of Accelergy's files in which tables and actions are lists, as here.
constexpr std::array<std::string_view, 2> known_versions{"0.3", "0.4"};

/// Throws UserError for a version that is none of those, or is missing.
void check_version(const YamlMap& top) {
  const auto version = top.required<std::string>("version");
  if (std::find(known_versions.begin(), known_versions.end(), version) == known_versions.end())
    top.at("version").fail(fmt::format("got {}, expected {}: versions of Accelergy's tables that are known",
                                       version, fmt::join(known_versions, " or ")));
}

/// "chip" of "chip.pe[0..63].iaram[0]"; empty for a name of one part.
std::string design_of(const std::string& name) {
  const std::size_t dot = name.find('.'), bracket = name.find('[');
  return dot == std::string::npos ? "" : name.substr(0, std::min(dot, bracket));
}

/// An action's arguments, the same text for the same arguments; empty for none.
std::string arguments_of(const YamlMap& row) {
  const YamlNode* const arguments = row.find("arguments");
  if (arguments == nullptr) return "";
  if (!arguments->is_map()) return arguments->as_yaml() == "~" ? "" : arguments->as_yaml();
  std::map<std::string, std::string> sorted;
  const YamlMap map = arguments->as_map();
  for (const auto& [name, value] : map.entries()) sorted[name] = value.as_yaml();
  std::string text;
  for (const auto& [name, value] : sorted) text += fmt::format("{}: {}\n", name, value);
  return text;
}

/// "iaram" of "chip.pe[0..63].iaram[0]". Ranges of indices hold dots, so brackets go first.
std::string component_of(const std::string& name) {
  std::string plain;
  int depth = 0;
  for (const char c : name) {
    depth += c == '[';
    if (depth == 0) plain += c;
    depth -= c == ']';
  }
  return plain.substr(plain.rfind('.') + 1);  // npos + 1 is 0
}

/// Collects the rows of the tables.
class Reader {
 public:
  void read_component(const YamlNode& node) {
    const YamlMap table = node.as_map({"name", "actions"});
    const auto name = table.required<std::string>("name");
    const std::string component = component_of(name);
    designs_.insert(design_of(name));
    const std::vector<std::string> known = known_components();
    if (std::find(known.begin(), known.end(), component) == known.end())
      table.at("name").fail(unknown_name("component", component, "known components", known));
    if (!lines_.emplace(component, node.file_and_line()).second)
      table.at("name").fail(
          fmt::format("component {} is given twice: also in {}", component, lines_.at(component)));
    for (const YamlNode& action : table.at("actions").as_sequence()) read_action(component, action);
  }

  /// Throws UserError at `node` for what was not read.
  EnergyTable take(const YamlNode& node) {
    std::vector<std::string> missing;
    const auto told = [&](const ActionName& name) {
      if (names_.count(full_name(name.component, name.action)) == 0)
        missing.push_back(full_name(name.component, name.action));
    };
    for (std::size_t i = 0; i < energy_action_count; ++i) told(exported_name(static_cast<EnergyAction>(i)));
    told(static_name);
    if (!missing.empty())
      node.fail(fmt::format("no energy for {}; expected every action, 0 for those that cost nothing",
                            fmt::join(missing, ", ")));
    if (designs_.size() == 1) table_.design = *designs_.begin();
    return table_;
  }

 private:
  static std::string full_name(std::string_view component, std::string_view action) {
    return fmt::format("{}.{}", component, action);
  }

  void read_action(const std::string& component, const YamlNode& node) {
    const YamlMap row = node.as_map({"name", "arguments", "energy"});
    const auto name = row.required<std::string>("name");
    const auto pj = row.required<double>("energy", ValueRange<double>{0, most_pj_in_ert});
    const std::optional<NamedAction> meaning = named_action(component, name);
    if (!meaning)
      row.at("name").fail(
          unknown_name("action of " + component, name, "known actions", known_actions(component)));
    const auto [same, is_new] =
        rows_.emplace(std::array{component, name, arguments_of(row)}, node.file_and_line());
    if (!is_new)
      row.at("name").fail(fmt::format("{} with these arguments is given twice: also in {}",
                                      full_name(component, name), same->second));
    switch (meaning->kind) {
      case NamedKind::counted: {
        const ActionName exported = exported_name(meaning->action);
        keep(row, full_name(exported.component, exported.action), name, pj,
             table_.values[static_cast<std::size_t>(meaning->action)].pj);
        break;
      }
      case NamedKind::leak:
        keep(row, full_name(static_name.component, static_name.action), name, pj, table_.pe_cycle_pj);
        break;
      case NamedKind::part_leak:
        if (pj > 0)
          row.at("energy").fail(
              fmt::format("got {} for {} of {}, expected 0: static energy is that of a whole PE in a cycle, "
                          "as action {} of component {}",
                          pj, name, component, static_name.action, static_name.component));
        break;
      case NamedKind::uncounted:
        break;
    }
  }

  /// `exported` may have one name only.
  void keep(const YamlMap& row, const std::string& exported, const std::string& name, double pj,
            double& value) {
    const auto [known, is_new] = names_.emplace(exported, name);
    if (!is_new && known->second != name)
      row.at("name").fail(fmt::format("{} is given twice: as {} and as {}", exported, known->second, name));
    value = std::max(value, pj);
  }

  EnergyTable table_;
  std::set<std::string> designs_;
  std::map<std::array<std::string, 3>, std::string> rows_;  ///< lines by component, action and arguments
  std::map<std::string, std::string> lines_;                ///< of components
  std::map<std::string, std::string> names_;                ///< by exported name, that of the file
};

void read_ert_origin(const YamlNode& node, EnergyTable& table) {
  const YamlMap origin = node.as_map({"table", "fitted_to", "clock_ghz"});
  table.exported_from = origin.required<std::string>("table");
  table.fitted_to = origin.optional<std::string>("fitted_to", std::string());
  table.clock_ghz = origin.required<double>("clock_ghz", ValueRange<double>{0.001, 100});
}

}  // namespace

bool is_reference_table(const YamlNode& document) {
  return document.is_map() && document.as_map().has(top_key);
}

EnergyTable read_reference_table(const YamlNode& document) {
  const YamlMap whole = document.as_map({top_key, ert_origin_key});
  const YamlMap top = whole.at(top_key).as_map({"version", "tables"});
  check_version(top);
  Reader reader;
  for (const YamlNode& component : top.at("tables").as_sequence()) reader.read_component(component);
  EnergyTable table = reader.take(top.at("tables"));
  table.name = top_key;
  table.technology = "an energy reference table: for one machine at one clock, not scaled";
  table.is_of_one_machine = true;
  if (whole.has(ert_origin_key)) read_ert_origin(whole.at(ert_origin_key), table);
  return table;
}

}  // namespace scnnsim
