// SPDX-License-Identifier: Apache-2.0
#include "sim/architectures/dram_energy.h"

#include <algorithm>

#include "models/common/time_units.h"
#include "models/memory/banked/dram_device.h"

namespace scnnsim {
namespace {

bool are_known(const DramEnergyParameters& energies) {
  return energies.read.number() > 0;
}

bool is_of_dram(const ActionCount& one) {
  return one.action == EnergyAction::dram_read || one.action == EnergyAction::dram_write;
}

double standby_ns(const LayerResult& layer, const MachineConfig& config) {
  const DramDeviceParameters device = device_numbers(config);
  const double ranks = double(device.channels.number()) * device.ranks.number();
  const auto cycle_fs = static_cast<double>(femtoseconds_per_cycle(config.clock.frequency));
  return ranks * static_cast<double>(layer.cycles) * cycle_fs / femtoseconds_per_nanosecond;
}

}  // namespace

bool dram_costs_by_command(const MachineConfig& config) {
  return config.dram.model == DramModel::banked && are_known(device_energies(config));
}

ActionCounts with_dram_commands(ActionCounts counts, const LayerResult& layer, const MachineConfig& config) {
  const bool is_counted =
      layer.dram_activates && layer.dram_refreshes && layer.dram_moved_bytes && layer.dram_written_bytes;
  if (!is_counted || config.dram.model != DramModel::banked) return counts;
  const DramEnergyParameters energies = device_energies(config);
  if (!are_known(energies)) return counts;
  std::vector<ActionCount>& actions = counts.actions;
  actions.erase(std::remove_if(actions.begin(), actions.end(), is_of_dram), actions.end());
  const auto number = [](std::uint64_t count) { return static_cast<double>(count); };
  const std::uint64_t written = *layer.dram_written_bytes, read = *layer.dram_moved_bytes - written;
  counts.dram = {{"activate", number(*layer.dram_activates), energies.activate.number()},
                 {"read", 8 * number(read), energies.read.number()},
                 {"write", 8 * number(written), energies.write.number()},
                 {"refresh", number(*layer.dram_refreshes), energies.refresh.number()},
                 {"background", standby_ns(layer, config), energies.background.number()}};  // mW x ns = pJ
  return counts;
}

}  // namespace scnnsim
