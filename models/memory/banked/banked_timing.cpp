// SPDX-License-Identifier: Apache-2.0
#include "models/memory/banked/banked_timing.h"

#include <algorithm>

#include "models/common/geometry.h"
#include "models/memory/banked/dram_preset.h"
#include "traces/support/named_file.h"

namespace scnnsim {

BankedTiming::BankedTiming(const MachineConfig& config)
    : device_(device_of(config)), mapping_(config.dram.mapping, device_) {
  channels_.reserve(device_.channels);
  for (std::uint32_t channel = 0; channel < device_.channels; ++channel)
    channels_.emplace_back(device_, config.dram.page, config.dram.lookahead, stats_);
}

std::uint64_t BankedTiming::serve(const MemoryAccess& access) {
  const Cycle arrival = ceil_divide(access.arrival, device_.cycle_femtoseconds);
  const std::uint64_t end = ceil_divide<std::uint64_t>(access.address + access.bytes, device_.atom_bytes);
  Cycle done = arrival;
  for (std::uint64_t atom = access.address / device_.atom_bytes; atom < end; ++atom) {
    const AtomPlace at = mapping_.place(atom);
    done = std::max(done, channels_[at.channel].serve(arrival, at.bank, at.row, access.is_write));
  }
  return done * device_.cycle_femtoseconds;
}

void check_banked_memory(const MachineConfig& config) {
  const AddressMapping mapping(config.dram.mapping, device_of(config));
  device_energies(config);
}

void check_unused_memory(const MachineConfig& config) {
  if (!means_file(config.dram.preset)) read_preset(config.dram.preset);
  DramDevice smallest{};
  smallest.channels = smallest.ranks = smallest.bank_groups = smallest.banks = smallest.rows =
      smallest.columns = 1;
  const AddressMapping mapping(config.dram.mapping, smallest);
}

}  // namespace scnnsim
