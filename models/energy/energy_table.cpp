// SPDX-License-Identifier: Apache-2.0
#include "models/energy/energy_table.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>
#include <vector>

#include "models/energy/reference_table.h"
#include "traces/support/checksum.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"
#include "traces/support/named_file.h"

namespace scnnsim {
namespace {

constexpr double largest_pj = 1e9;
constexpr double largest_mw_per_mm2 = 1e9;
constexpr const char* static_key = "static";
constexpr unsigned most_bits = 65536;
constexpr double most_bytes = 1e15;

/// Reads the name of an action. An error suggests the nearest known name.
EnergyAction read_action(const YamlNode& node) {
  const auto name = node.as<std::string>();
  if (name == "pe_cycle")
    node.fail(
        fmt::format("pe_cycle is no action any more: static energy is a power times time. Expected a key "
                    "\"{}\" with mw_per_mm2: the pJ per mm2 and cycle, times the clock in GHz",
                    static_key));
  if (const auto action = from_string<EnergyAction>(name)) return *action;
  const auto& names = EnumNames<EnergyAction>::names;
  node.fail(unknown_name("action", name, "known actions", {names.begin(), names.end()}));
}

EnergyValue read_value(const YamlMap& row) {
  EnergyValue value;
  value.pj = row.required<double>("pj", ValueRange<double>{0, largest_pj});
  value.bits = row.required<unsigned>("bits", ValueRange<unsigned>{1, most_bits});
  value.bytes = row.optional<double>("bytes", 0.0, ValueRange<double>{1, most_bytes});
  read_origin(row, value);
  return value;
}

StaticPower read_static(const YamlMap& row) {
  StaticPower power;
  power.mw_per_mm2 = row.required<double>("mw_per_mm2", ValueRange<double>{0, largest_mw_per_mm2});
  read_origin(row, power);
  return power;
}

/// Throws UserError at `node` where values were calibrated and nothing says to what.
void require_fit(const EnergyTable& table, const YamlNode& node) {
  bool is_fitted = table.static_power.status == EnergyStatus::calibrated;
  for (const EnergyValue& value : table.values) is_fitted |= value.status == EnergyStatus::calibrated;
  if (is_fitted && table.fitted_to.empty())
    node.fail(
        "has calibrated values; expected a key \"fitted_to\": the published results that they were fitted "
        "to");
}

}  // namespace

EnergyTable EnergyTable::read(const YamlNode& document) {
  if (is_reference_table(document)) return read_reference_table(document);
  const YamlMap top =
      document.as_map({"name", "technology", "description", "fitted_to", "actions", static_key});
  EnergyTable table;
  table.name = top.required<std::string>("name");
  table.technology = top.required<std::string>("technology");
  table.description = top.optional<std::string>("description", std::string());
  table.fitted_to = top.optional<std::string>("fitted_to", std::string());
  std::array<bool, energy_action_count> seen{};
  for (const YamlNode& item : top.at("actions").as_sequence()) {
    const YamlMap row = item.as_map({"action", "pj", "bits", "bytes", "status", "source", "derivation"});
    const EnergyAction action = read_action(row.at("action"));
    bool& seen_before = seen[static_cast<std::size_t>(action)];
    if (seen_before) row.at("action").fail(fmt::format("{} is given twice", to_string(action)));
    seen_before = true;
    table.values[static_cast<std::size_t>(action)] = read_value(row);
  }
  for (std::size_t i = 0; i < energy_action_count; ++i)
    if (!seen[i])
      top.at("actions").fail(fmt::format("no energy for action {}", to_string(static_cast<EnergyAction>(i))));
  table.static_power =
      read_static(top.at(static_key).as_map({"mw_per_mm2", "status", "source", "derivation"}));
  require_fit(table, top.node());
  return table;
}

EnergyTable EnergyTable::load(const std::string& name_or_file) {
  NamedText source = load_named_text("energy", name_or_file, "energy table");
  EnergyTable table = read(source.parse());
  table.text = std::move(source.text);
  table.is_built_in = source.is_built_in;
  if (table.is_of_one_machine) table.name += " " + std::filesystem::path(name_or_file).filename().string();
  return table;
}

const EnergyTable& EnergyTable::of_public_values() {
  static const EnergyTable table = load("45nm");
  return table;
}

const EnergyTable& EnergyTable::fitted_to_scnn() {
  static const EnergyTable table = load("16nm");
  return table;
}

std::string EnergyTable::label() const {
  const std::string machine = is_of_one_machine ? "energies as given, of one machine" : "";
  const std::string fit = !fitted_to.empty() ? (machine.empty() ? "" : ", ") + ("fitted to " + fitted_to)
                          : machine.empty()  ? "nothing fitted"
                                             : "";
  return fmt::format("{} ({}{}{})", name, is_built_in ? "" : "own table, ", machine, fit);
}

std::string EnergyTable::checksum() const {
  return checksum_of(text);
}

}  // namespace scnnsim
