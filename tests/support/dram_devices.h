// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/machine_config.h"
#include "models/memory/banked/dram_device.h"
#include "tests/random/dice.h"

namespace scnnsim {

/// A machine with a banked memory of this preset. Every key of the device is a number.
inline MachineConfig banked_machine(const std::string& preset, MachineConfig config = {}) {
  config.dram.model = DramModel::banked;
  config.dram.preset = preset;
  return without_preset(config);
}

/// Draws a small memory: any organisation, mapping and page policy, timings that do not contradict one
/// another, refreshes often. Every key of the device is a number.
inline void draw_banked_memory(MachineConfig& config, lockstep::Dice& dice) {
  config = banked_machine(dice.one_in(2) ? "ddr4-3200" : "hbm2", config);
  DramParameters& dram = config.dram;
  dram.mapping = dice.pick(
      {"RoBaRaCoCh", "RoRaBaCoBgCh", "RoRaBaCoBgCh_xor", "RoBaRaCoCh_xor", "ChRaBaBgRoCo", "CoRoBgBaRaCh"});
  dram.page = dice.pick({PagePolicy::open, PagePolicy::open, PagePolicy::closed});
  dram.lookahead = dice.pick({1u, 2u, 5u, 32u});
  DramDeviceParameters& d = config.dram_device;
  d.channels = dice.pick({1u, 2u, 4u});
  d.ranks = dice.pick({1u, 2u, 4u});
  d.bank_groups = dice.pick({1u, 2u, 4u});
  d.banks = dice.pick({1u, 2u, 4u});
  d.rows = 1u << 18;
  d.row_bytes = dice.pick({128u, 256u, 1024u});
  d.bus_bits = dice.pick({16u, 32u, 64u});
  d.burst_length = dice.pick({4u, 8u, 16u});
  d.t_ck = dice.pick({625u, 1000u, 833u, 1250u});
  d.guard = dice.pick({0u, 26u});
  const std::uint32_t burst = d.burst_length.number() / 2;
  d.cl = dice.draw(2, 24);
  d.cwl = dice.draw(1, 20);
  d.t_ccd_s = burst + dice.draw(0, 2);
  d.t_ccd_l = d.t_ccd_s.number() + dice.draw(0, 4);
  d.t_rtrs = dice.draw(0, 4);
  d.t_rtw = dice.draw(0, 8);
  const auto ns = [&](std::uint32_t lowest, std::uint32_t highest) {
    return dice.draw(4 * lowest, 4 * highest) / 4.0;
  };
  d.t_rcd = ns(2, 20);
  d.t_rp = ns(2, 20);
  d.t_ras = d.t_rcd.number() + ns(0, 30);
  d.t_rc = d.t_ras.number() + d.t_rp.number() + (dice.one_in(3) ? ns(0, 10) : 0);
  d.t_rtp = ns(1, 10);
  d.t_wr = ns(1, 20);
  d.t_rrd_s = ns(1, 8);
  d.t_rrd_l = d.t_rrd_s.number() + ns(0, 4);
  d.t_faw = d.t_rrd_s.number() * dice.pick({1.0, 4.0, 6.0});
  d.t_wtr_s = ns(1, 8);
  d.t_wtr_l = d.t_wtr_s.number() + ns(0, 6);
  d.t_rfc = ns(20, 60);
  d.refresh_per_bank = dice.pick({0u, 1u});
  const std::uint32_t turns = d.refresh_per_bank.number() * d.bank_groups.number() * d.banks.number();
  d.t_refi = ns(250, 900) * std::max(turns, 1u);
}

}  // namespace scnnsim
