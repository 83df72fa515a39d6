// SPDX-License-Identifier: Apache-2.0
#include "models/memory/banked/dram_device.h"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "models/common/geometry.h"
#include "models/memory/banked/dram_preset.h"
#include "traces/support/error.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {
namespace {

void require_power_of_two(std::string_view key, std::uint64_t value) {
  if ((value & (value - 1)) != 0)
    throw UserError(fmt::format("dram_device.{}: got {}, expected a power of two, such as {} or {}", key,
                                value, std::exp2(std::floor(std::log2(static_cast<double>(value)))),
                                std::exp2(std::ceil(std::log2(static_cast<double>(value))))));
}

/// Addresses, the end of the last one included, have 64 bits. Sizes are powers of two.
void require_addresses(const DramDeviceParameters& device) {
  constexpr unsigned most_bits_of_address = 63;
  unsigned bits = 0;
  std::string factors;
  const auto add = [&](const char* key, const DeviceNumber& size) {
    bits += bits_of(size.number());
    factors += fmt::format("{}{} = {}", factors.empty() ? "" : " x ", key, size.number());
  };
  add("channels", device.channels);
  add("ranks", device.ranks);
  add("bank_groups", device.bank_groups);
  add("banks", device.banks);
  add("rows", device.rows);
  add("row_bytes", device.row_bytes);
  if (bits > most_bits_of_address)
    throw UserError(
        fmt::format("dram_device: got {}, a memory of 2^{} B, expected at most 2^{} B: addresses have "
                    "64 bits",
                    factors, bits, most_bits_of_address));
}

void require_sizes(const DramDeviceParameters& device) {
  require_power_of_two("channels", device.channels.number());
  require_power_of_two("ranks", device.ranks.number());
  require_power_of_two("bank_groups", device.bank_groups.number());
  require_power_of_two("banks", device.banks.number());
  require_power_of_two("rows", device.rows.number());
  require_power_of_two("row_bytes", device.row_bytes.number());
  require_power_of_two("bus_bits", device.bus_bits.number());
  require_power_of_two("burst_length", device.burst_length.number());
  const std::uint32_t atom = device.bus_bits.number() / 8 * device.burst_length.number();
  if (device.row_bytes.number() < atom)
    throw UserError(
        fmt::format("dram_device.row_bytes: got {}, expected at least an atom of {} B: bus_bits = {} / 8 x "
                    "burst_length = {}",
                    device.row_bytes.number(), atom, device.bus_bits.number(), device.burst_length.number()));
  require_addresses(device);
}

/// `got` of `key` must be at least `needed`, which `why` explains.
void require_at_least(std::string_view key, double got, double needed, const std::string& why) {
  constexpr double rounding = 1e-9;  // of sums of decimal fractions
  if (got + rounding < needed)
    throw UserError(fmt::format("dram_device.{}: got {}, expected at least {}: {}", key, got, needed, why));
}

void require_consistent(const DramDeviceParameters& d) {
  const auto ns = [](const DeviceTime& time) { return time.number(); };
  require_at_least("t_rc", ns(d.t_rc), ns(d.t_ras) + ns(d.t_rp),
                   fmt::format("t_ras = {} + t_rp = {}", ns(d.t_ras), ns(d.t_rp)));
  require_at_least("t_ras", ns(d.t_ras), ns(d.t_rcd), fmt::format("t_rcd = {}", ns(d.t_rcd)));
  require_at_least("t_rrd_l", ns(d.t_rrd_l), ns(d.t_rrd_s), fmt::format("t_rrd_s = {}", ns(d.t_rrd_s)));
  require_at_least("t_wtr_l", ns(d.t_wtr_l), ns(d.t_wtr_s), fmt::format("t_wtr_s = {}", ns(d.t_wtr_s)));
  require_at_least("t_faw", ns(d.t_faw), ns(d.t_rrd_s), fmt::format("t_rrd_s = {}", ns(d.t_rrd_s)));
  const auto burst_cycles = d.burst_length.number() / 2;  // two transfers per cycle
  require_at_least("t_ccd_s", d.t_ccd_s.number(), burst_cycles,
                   fmt::format("burst_length = {} takes that many cycles", d.burst_length.number()));
  require_at_least("t_ccd_l", d.t_ccd_l.number(), d.t_ccd_s.number(),
                   fmt::format("t_ccd_s = {}", d.t_ccd_s.number()));
}

/// A rank must have time for an access between two refreshes, also where every rank is refreshed.
void require_time_for_accesses(const DramDeviceParameters& parameters, const DramDevice& device) {
  const Cycle taken = device.rfc + device.rp + device.rc + device.rrd_s + device.ranks;
  if (device.refresh_interval <= taken)
    throw UserError(fmt::format(
        "dram_device.t_refi: got {} ns, a refresh every {} cycles, expected more than {} cycles: "
        "t_rfc = {} ns + t_rp = {} ns + t_rc = {} ns + t_rrd_s = {} ns + a command for each of "
        "{} ranks",
        parameters.t_refi.number(), device.refresh_interval, taken, parameters.t_rfc.number(),
        parameters.t_rp.number(), parameters.t_rc.number(), parameters.t_rrd_s.number(), device.ranks));
}

}  // namespace

DramDeviceParameters device_numbers(const MachineConfig& config) {
  return numbers_in_force(read_preset(config.dram.preset).device, config.dram_device);
}

MachineConfig without_preset(MachineConfig config) {
  if (config.dram.model != DramModel::banked) return config;
  config.dram_energy = device_energies(config);
  config.dram_device = device_numbers(config);
  config.dram.preset = MachineConfig{}.dram.preset;
  return config;
}

std::string preset_comment(const MachineConfig& config) {
  const std::string& preset = config.dram.preset;
  if (config.dram.model != DramModel::banked || preset == MachineConfig{}.dram.preset) return "";
  return fmt::format(
      "# dram_device and dram_energy: all numbers, those of dram.preset {}. dram.preset below has no "
      "effect.\n",
      yaml_quote(preset));
}

unsigned bits_of(std::uint32_t power_of_two) {
  unsigned bits = 0;
  while (power_of_two >> (bits + 1) != 0) ++bits;
  return bits;
}

double peak_gb_per_s(const MachineConfig& config) {
  if (config.dram.model != DramModel::banked) return config.dram.bandwidth;
  constexpr double femtoseconds_per_nanosecond = 1e6;
  const DramDevice device = device_of(config);
  const double burst_ns = static_cast<double>(device.burst) * static_cast<double>(device.cycle_femtoseconds) /
                          femtoseconds_per_nanosecond;
  return device.channels * device.atom_bytes / burst_ns;
}

Cycle cycles_of(double nanoseconds, std::uint32_t t_ck, std::uint32_t guard) {
  const auto picoseconds = static_cast<std::uint64_t>(std::llround(1000 * nanoseconds));
  if (guard == 0) return ceil_divide<std::uint64_t>(picoseconds, t_ck);
  const std::uint64_t thousandths = 1000 * picoseconds / t_ck;
  return (thousandths + 1000 - guard) / 1000;
}

DramDevice device_of(const MachineConfig& config) {
  const DramDeviceParameters d = device_numbers(config);
  require_sizes(d);
  require_consistent(d);
  const std::uint32_t t_ck = d.t_ck.number();
  const auto cycles = [&](const DeviceTime& time) {
    return cycles_of(time.number(), t_ck, d.guard.number());
  };
  DramDevice device{};
  device.channels = d.channels.number();
  device.ranks = d.ranks.number();
  device.bank_groups = d.bank_groups.number();
  device.banks = d.banks.number();
  device.rows = d.rows.number();
  device.atom_bytes = d.bus_bits.number() / 8 * d.burst_length.number();
  device.columns = d.row_bytes.number() / device.atom_bytes;
  device.cycle_femtoseconds = std::uint64_t{t_ck} * 1000;
  device.burst = d.burst_length.number() / 2;
  device.cl = d.cl.number(), device.cwl = d.cwl.number();
  device.ccd_s = d.t_ccd_s.number(), device.ccd_l = d.t_ccd_l.number();
  device.rtrs = d.t_rtrs.number(), device.rtw = d.t_rtw.number();
  device.rcd = cycles(d.t_rcd), device.rp = cycles(d.t_rp), device.ras = cycles(d.t_ras);
  device.rc = cycles(d.t_rc), device.rtp = cycles(d.t_rtp), device.wr = cycles(d.t_wr);
  device.rrd_s = cycles(d.t_rrd_s), device.rrd_l = cycles(d.t_rrd_l), device.faw = cycles(d.t_faw);
  device.wtr_s = cycles(d.t_wtr_s), device.wtr_l = cycles(d.t_wtr_l), device.rfc = cycles(d.t_rfc);
  device.refreshes_one_bank = d.refresh_per_bank.number() == 1;
  const auto all_banks = static_cast<std::uint64_t>(std::llround(1000 * d.t_refi.number())) / t_ck;
  device.refresh_interval = device.refreshes_one_bank ? all_banks / device.banks_of_rank() : all_banks;
  require_time_for_accesses(d, device);
  return device;
}

}  // namespace scnnsim
