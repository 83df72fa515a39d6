// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "models/common/cycle_owner.h"
#include "models/common/machine_config.h"

namespace scnnsim {

/// The keys of `dram_device` in force: those of the preset where the configuration has no number. Throws
/// UserError for a preset that is not known, lacks a key or has a wrong one.
DramDeviceParameters device_numbers(const MachineConfig& config);

/// The keys of `dram_energy` in force, as device_numbers() has those of `dram_device`. All are 0 where
/// neither preset nor configuration has energies. A preset's energies are those of its device: that of a
/// refresh follows t_rfc; where another key of `dram_device` that an energy depends on has another number,
/// the configuration has to give the energy. Throws UserError where it does not, where it gives some energies
/// to a preset without any but not all, and where some that are needed are 0.
DramEnergyParameters device_energies(const MachineConfig& config);

/// The same machine, written without the preset: every key of `dram_device` and `dram_energy` is a number,
/// `dram.preset` the default. Under `dram.model: pipe` as it is. Throws like device_numbers() and
/// device_energies().
MachineConfig without_preset(MachineConfig config);

/// A YAML comment to stand before without_preset(config) that names the preset; empty where the preset is the
/// default, and under `dram.model: pipe`.
std::string preset_comment(const MachineConfig& config);

/// Organisation and timings of a DRAM. Times are cycles of the memory's clock, rounded as JEDEC does from the
/// nanoseconds of the keys (models/README.md section 5).
struct DramDevice {
  std::uint32_t channels, ranks, bank_groups;  ///< channels, ranks of a channel, groups of a rank
  std::uint32_t banks;                         ///< of a group
  std::uint32_t rows, columns;                 ///< of a bank, atoms of a row
  std::uint32_t atom_bytes;
  std::uint64_t cycle_femtoseconds;
  Cycle burst;  ///< cycles of an atom on the data bus
  Cycle cl, cwl, ccd_s, ccd_l, rtrs, rtw;
  Cycle rcd, rp, ras, rc, rtp, wr, rrd_s, rrd_l, faw, wtr_s, wtr_l;
  Cycle refresh_interval;  ///< between the refresh commands of a rank
  Cycle rfc;
  bool refreshes_one_bank;

  std::uint32_t groups_of_channel() const { return ranks * bank_groups; }
  std::uint32_t banks_of_rank() const { return bank_groups * banks; }
  std::uint32_t banks_of_channel() const { return ranks * banks_of_rank(); }
  std::uint64_t capacity() const {
    return std::uint64_t{channels} * banks_of_channel() * rows * columns * atom_bytes;
  }
};

/// Throws UserError naming two values that contradict each other, a size that is no power of two, or the
/// factors of a memory that 64 bits do not address.
DramDevice device_of(const MachineConfig& config);

/// Bits that tell so many things apart.
unsigned bits_of(std::uint32_t power_of_two);

/// Bandwidth of the memory in GB/s: that of the keys, or of all data buses of the banked memory. Throws like
/// device_of().
double peak_gb_per_s(const MachineConfig& config);

/// Cycles of `t_ck` picoseconds that a timing of `nanoseconds` takes. `guard`: thousandths of a cycle by
/// which it may exceed whole cycles (JESD79-4, rounding algorithm: 26).
Cycle cycles_of(double nanoseconds, std::uint32_t t_ck, std::uint32_t guard);

}  // namespace scnnsim
