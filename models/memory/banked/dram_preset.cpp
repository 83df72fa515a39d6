// SPDX-License-Identifier: Apache-2.0
#include "models/memory/banked/dram_preset.h"

#include <vector>

#include "models/common/config_values.h"
#include "models/energy/value_origin.h"
#include "traces/support/named_file.h"

namespace scnnsim {
namespace {

constexpr const char* energy_key = "energy";

/// Key of a number of that unit in a preset.
std::string key_of_unit(std::string_view unit) {
  if (unit == "pJ/bit") return "pj_per_bit";
  return unit == "mW" ? "mw" : "pj";
}

/// Reads one of a preset's energies: its value, status, source and derivation.
DeviceEnergy read_energy(const YamlNode& node, const ParameterInfo& info) {
  struct {
    EnergyStatus status = EnergyStatus::sourced;
    std::string source, derivation;
  } origin;
  const std::string unit = key_of_unit(info.unit);
  const YamlMap row = node.as_map({unit, "status", "source", "derivation"});
  read_origin(row, origin);
  if (origin.status == EnergyStatus::calibrated)
    row.at("status").fail("got calibrated, expected sourced or derived");
  return row.required<double>(unit, allowed_range<double>(info));
}

DramEnergyParameters read_energies(const YamlNode& node) {
  DramEnergyParameters energies;
  std::vector<std::string> names;
  DramEnergyParameters::for_each(
      energies, [&](const ParameterInfo& info, const auto&) { names.emplace_back(info.name); });
  const YamlMap map = node.as_map(names);
  DramEnergyParameters::for_each(energies, [&](const ParameterInfo& info, DeviceEnergy& value) {
    value = read_energy(map.at(std::string(info.name)), info);
  });
  return energies;
}

}  // namespace

DramPreset read_preset(const std::string& name_or_file) {
  std::vector<std::string> names{"description", energy_key};
  DramPreset preset;
  DramDeviceParameters::for_each(
      preset.device, [&](const ParameterInfo& info, const auto&) { names.emplace_back(info.name); });
  const YamlNode document = load_named_file("dram", name_or_file, "DRAM preset");
  const YamlMap map = document.as_map(names);
  DramDeviceParameters::for_each(preset.device, [&](const ParameterInfo& info, auto& value) {
    using Number = typename std::decay_t<decltype(value)>::Number;
    value = map.required<Number>(std::string(info.name), allowed_range<Number>(info));
  });
  if (map.has(energy_key)) preset.energy = read_energies(map.at(energy_key));
  return preset;
}

}  // namespace scnnsim
