// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "models/common/config_values.h"
#include "models/memory/banked/dram_device.h"
#include "models/memory/banked/dram_preset.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Texts = std::vector<std::string>;

/// Keys of `dram_device` whose numbers an energy of a preset is for. Each follows from currents, which are
/// those at one clock, of all devices of a rank (configs/dram, derivations).
struct EnergyBasis {
  std::string_view energy;
  std::array<std::string_view, 6> device;
};
constexpr EnergyBasis energy_bases[] = {
    {"activate", {"t_ck", "bus_bits", "row_bytes", "t_rc", "t_ras", "t_rp"}},
    {"read", {"t_ck"}},
    {"write", {"t_ck"}},
    {"refresh", {"t_ck", "bus_bits", "refresh_per_bank"}},
    {"background", {"t_ck", "bus_bits"}},
};

bool is_basis(std::string_view energy, std::string_view device_key) {
  for (const EnergyBasis& one : energy_bases)
    for (const std::string_view key : one.device)
      if (one.energy == energy && key == device_key) return true;
  return false;
}

/// "dram_energy.refresh = 665280" for each energy that depends on the key and that `keys` does not give.
Texts energies_for(std::string_view device_key, const DramEnergyParameters& keys,
                   const DramEnergyParameters& of_preset) {
  Texts found;
  DramEnergyParameters::for_each(keys, [&](const ParameterInfo& info, const DeviceEnergy& given) {
    if (given.is_number() || !is_basis(info.name, device_key)) return;
    DramEnergyParameters::for_each(of_preset, [&](const ParameterInfo& other, const DeviceEnergy& value) {
      if (other.name == info.name) found.push_back(fmt::format("{} = {}", info.key(), value.number()));
    });
  });
  return found;
}

/// Throws UserError for a key of the device that has another number than in the preset, and on which an
/// energy depends that is still the preset's.
void require_device_of(const DramPreset& preset, const MachineConfig& config) {
  const DramDeviceParameters device = numbers_in_force(preset.device, config.dram_device);
  const auto check = [&](const ParameterInfo& info, const std::string& got, const std::string& of_preset) {
    if (got == of_preset) return;
    const Texts energies = energies_for(info.name, config.dram_energy, *preset.energy);
    if (energies.empty()) return;
    throw UserError(
        fmt::format("{}: got {} in place of the {} of preset \"{}\", whose {} {} for that; expected {} of "
                    "the changed device as "
                    "well, or 0 for all keys of {}: not known",
                    info.key(), got, of_preset, config.dram.preset, fmt::join(energies, " and "),
                    energies.size() == 1 ? "is" : "are", energies.size() == 1 ? "that key" : "these keys",
                    DramEnergyParameters::group_name));
  };
  DramDeviceParameters::for_each(device, [&](const ParameterInfo& info, const auto& value) {
    DramDeviceParameters::for_each(preset.device, [&](const ParameterInfo& other, const auto& of_preset) {
      if (other.name == info.name) check(info, value_as_text(value), value_as_text(of_preset));
    });
  });
}

/// A preset's energies for the device in force. Assumption: the current of a refresh does not depend on its
/// duration, t_rfc.
DramEnergyParameters energies_of(const DramPreset& preset, const MachineConfig& config) {
  DramEnergyParameters energies = *preset.energy;
  const double t_rfc = preset.device.t_rfc.number();
  const double in_force = numbers_in_force(preset.device, config.dram_device).t_rfc.number();
  if (in_force != t_rfc && t_rfc > 0) energies.refresh = energies.refresh.number() * in_force / t_rfc;
  return numbers_in_force(energies, config.dram_energy);
}

/// Energies that the configuration alone gives: all of them or none, which then are 0.
DramEnergyParameters given_energies(const MachineConfig& config) {
  DramEnergyParameters energies = config.dram_energy;
  Texts given, missing;
  DramEnergyParameters::for_each(energies, [&](const ParameterInfo& info, DeviceEnergy& value) {
    if (value.is_number())
      given.push_back(fmt::format("{} = {}", info.key(), value.number()));
    else
      missing.push_back(info.key());
    if (!value.is_number()) value = 0.0;
  });
  if (!given.empty() && !missing.empty())
    throw UserError(
        fmt::format("{}: no value, and preset \"{}\" has none; expected all keys of {} beside {}; 0 for "
                    "what costs nothing",
                    fmt::join(missing, ", "), config.dram.preset, DramEnergyParameters::group_name,
                    fmt::join(given, ", ")));
  return energies;
}

/// Energies are known for reads, writes and activates, or for nothing.
void require_whole(const DramEnergyParameters& energies) {
  std::string zero, positive;
  DramEnergyParameters::for_each(energies, [&](const ParameterInfo& info, const DeviceEnergy& value) {
    const bool is_needed = info.name == "activate" || info.name == "read" || info.name == "write";
    if (value.number() > 0)
      positive = fmt::format("{} = {}", info.key(), value.number());
    else if (is_needed && zero.empty())
      zero = info.key();
  });
  if (!zero.empty() && !positive.empty())
    throw UserError(fmt::format("{}: got 0, expected more, as {}; or 0 for all keys of {}: not known", zero,
                                positive, DramEnergyParameters::group_name));
}

}  // namespace

DramEnergyParameters device_energies(const MachineConfig& config) {
  const DramPreset preset = read_preset(config.dram.preset);
  if (preset.energy) require_device_of(preset, config);
  const DramEnergyParameters energies = preset.energy ? energies_of(preset, config) : given_energies(config);
  require_whole(energies);
  return energies;
}

}  // namespace scnnsim
