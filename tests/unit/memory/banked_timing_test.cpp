// SPDX-License-Identifier: Apache-2.0
// The banked memory on streams whose time follows from the timings of the device by hand.
#include "models/memory/banked/banked_timing.h"

#include <gtest/gtest.h>

#include "tests/random/dice.h"
#include "tests/reference/banked_dram.h"
#include "tests/support/dram_devices.h"

namespace scnnsim {
namespace {

constexpr std::uint64_t ck = 625'000;  // femtoseconds of DDR4-3200

/// One channel of DDR4-3200 that is not refreshed in the time of a test.
MachineConfig one_channel() {
  MachineConfig config = banked_machine("ddr4-3200");
  config.dram_device.channels = 1u;
  config.dram_device.t_refi = 1e8;
  return config;
}

/// Address of a place in "RoRaBaCoBgCh" of one channel and rank: 128 columns of 64 B, 4 groups, 4 banks.
std::uint64_t address(std::uint64_t row, std::uint64_t bank, std::uint64_t group, std::uint64_t column = 0) {
  return (((row * 4 + bank) * 128 + column) * 4 + group) * 64;
}

TEST(BankedTiming, an_unloaded_row_miss_takes_rcd_cl_and_the_burst) {
  BankedTiming memory(one_channel());
  EXPECT_EQ(memory.serve({1000 * ck, 0, 64, false}), (1000 + 22 + 22 + 4) * ck);
  EXPECT_EQ(memory.stats().row_misses.value(), 1u);
}

TEST(BankedTiming, an_unloaded_row_conflict_takes_rp_rcd_cl_and_the_burst) {
  BankedTiming memory(one_channel());
  memory.serve({0, address(0, 0, 0), 64, false});
  EXPECT_EQ(memory.serve({1000 * ck, address(1, 0, 0), 64, false}), (1000 + 22 + 22 + 22 + 4) * ck);
  EXPECT_EQ(memory.stats().row_conflicts.value(), 1u);
  EXPECT_EQ(memory.stats().precharges.value(), 1u);
  EXPECT_EQ(memory.stats().activates.value(), 2u);
}

TEST(BankedTiming, an_unloaded_row_hit_takes_cl_and_the_burst) {
  BankedTiming memory(one_channel());
  memory.serve({0, address(0, 0, 0), 64, false});
  EXPECT_EQ(memory.serve({1000 * ck, address(0, 0, 0, 5), 64, false}), (1000 + 22 + 4) * ck);
  EXPECT_EQ(memory.stats().row_hits.value(), 1u);
}

TEST(BankedTiming, an_unloaded_write_is_done_with_its_last_data) {
  BankedTiming memory(one_channel());
  EXPECT_EQ(memory.serve({1000 * ck, 0, 64, true}), (1000 + 22 + 16 + 4) * ck);
}

TEST(BankedTiming, clocks_of_array_and_memory_share_nothing) {
  BankedTiming memory(one_channel());
  EXPECT_EQ(memory.serve({1000 * ck + 1, 0, 64, false}), (1001 + 22 + 22 + 4) * ck);  // the next memory cycle
}

TEST(BankedTiming, a_closed_page_has_no_conflicts) {
  MachineConfig config = one_channel();
  config.dram.page = PagePolicy::closed;
  BankedTiming memory(config);
  memory.serve({0, address(0, 0, 0), 64, false});
  EXPECT_EQ(memory.serve({1000 * ck, address(1, 0, 0), 64, false}), (1000 + 22 + 22 + 4) * ck);
  EXPECT_EQ(memory.stats().row_misses.value(), 2u);
  EXPECT_EQ(memory.stats().precharges.value(), 2u);
}

/// Every cycle has data: 4 bank groups in turn, at t_ccd_s, and rows that are opened ahead.
TEST(BankedTiming, a_stream_of_reads_reaches_the_peak) {
  BankedTiming memory(one_channel());
  constexpr std::uint64_t atoms = 102'400;
  EXPECT_EQ(memory.serve({0, 0, atoms * 64, false}), (22 + 22 + 4 * atoms) * ck);
  EXPECT_EQ(memory.stats().busy_cycles.value(), 4 * atoms);
  EXPECT_EQ(memory.stats().stalled_cycles.value(), 22u + 22);
  EXPECT_EQ(memory.stats().row_misses.value() + memory.stats().row_conflicts.value(), atoms / 128);
}

/// Without interleaving of bank groups it takes t_ccd_l, half of the peak.
TEST(BankedTiming, a_stream_within_a_bank_group_takes_ccd_l) {
  MachineConfig config = one_channel();
  config.dram.mapping = "RoRaBgBaCoCh";
  BankedTiming memory(config);
  constexpr std::uint64_t atoms = 128;
  EXPECT_EQ(memory.serve({0, 0, atoms * 64, false}), (22 + 8 * (atoms - 1) + 22 + 4) * ck);
}

/// Each refresh costs the stream: the last read to precharge, t_rp, t_rfc, and the first activate to its
/// read, less the read that the bus had waited for.
TEST(BankedTiming, a_stream_of_reads_reaches_the_peak_less_refresh) {
  MachineConfig config = one_channel();
  config.dram_device.t_refi = 7800.0;
  BankedTiming refreshed(config), free(one_channel());
  constexpr std::uint64_t atoms = 1'000'000;
  const std::uint64_t end = refreshed.serve({0, 0, atoms * 64, false});
  const std::uint64_t refreshes = refreshed.stats().refreshes.value();
  EXPECT_EQ(refreshes, end / ck / 12480);
  const std::uint64_t per_refresh = 12 + 22 + 560 + 22 - 4;  // t_rtp + t_rp + t_rfc + t_rcd - burst
  const std::uint64_t without = free.serve({0, 0, atoms * 64, false});
  const std::uint64_t lost = (end - without) / ck;
  EXPECT_GE(lost, refreshes * per_refresh);
  EXPECT_LT(lost, refreshes * (per_refresh + 1));  // t_faw, where a row ends right after a refresh
}

/// Rows of one bank in turn: an access per t_rc.
TEST(BankedTiming, a_stream_of_bank_conflicts_takes_rc_for_each) {
  BankedTiming memory(one_channel());
  std::uint64_t first = 0, last = 0;
  constexpr std::uint64_t accesses = 1000;
  for (std::uint64_t n = 0; n < accesses; ++n) {
    last = memory.serve({0, address(n, 0, 0), 64, false});
    if (n == 0) first = last;
  }
  EXPECT_EQ(last - first, (accesses - 1) * 74 * ck);
}

TEST(BankedTiming, a_request_that_is_not_aligned_moves_every_atom_that_it_touches) {
  BankedTiming memory(one_channel());
  memory.serve({0, 63, 2, false});
  EXPECT_EQ(memory.stats().moved_bytes.value(), 128u);
}

TEST(BankedTiming, two_channels_take_half_the_time) {
  MachineConfig config = one_channel();
  config.dram_device.channels = 2u;
  BankedTiming memory(config);
  constexpr std::uint64_t atoms = 1000;
  EXPECT_EQ(memory.serve({0, 0, 2 * atoms * 64, false}), (22 + 22 + 4 * atoms) * ck);
}

TEST(BankedTiming, turnarounds_are_counted_per_change) {
  BankedTiming memory(one_channel());
  for (const bool is_write : {false, true, true, false}) memory.serve({0, 0, 64, is_write});
  EXPECT_EQ(memory.stats().turnarounds.value(), 2u);
}

/// Streams of all kinds on memories of all kinds, in every completion and counter.
TEST(BankedTiming, agrees_with_the_independent_model_on_random_streams) {
  std::uint64_t refreshes = 0, conflicts = 0, turnarounds = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    lockstep::Dice dice(seed);
    MachineConfig config;
    draw_banked_memory(config, dice);
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + to_yaml(config, false));
    BankedTiming memory(config);
    lockstep::BankedDram reference(config);
    std::uint64_t arrival = 0, next = 0;
    const std::uint32_t gap = dice.pick({0u, 20'000'000u, 2'000'000u});
    const std::uint32_t writes = dice.pick({0u, 100u, 500u});
    const std::uint32_t jumps = dice.pick({0u, 100u, 1000u});
    for (int n = 0; n < 60; ++n) {
      if (dice.chance(jumps)) next = dice.draw(0, dice.pick({1u << 12, 1u << 16, 1u << 24}));
      if (gap > 0) arrival += dice.draw(0, gap);
      const std::uint64_t bytes = dice.draw(1, dice.pick({8u, 64u, 200u}));
      const bool is_write = dice.chance(writes);
      ASSERT_EQ(memory.serve({arrival, next, bytes, is_write}),
                reference.serve(arrival, next, bytes, is_write))
          << "access " << n;
      next += bytes;
    }
    const BankedStats& stats = memory.stats();
    EXPECT_EQ(stats.row_hits.value(), reference.hits);
    EXPECT_EQ(stats.row_misses.value(), reference.misses);
    EXPECT_EQ(stats.row_conflicts.value(), reference.conflicts);
    EXPECT_EQ(stats.activates.value(), reference.activates);
    EXPECT_EQ(stats.precharges.value(), reference.precharges);
    EXPECT_EQ(stats.refreshes.value(), reference.refreshes);
    EXPECT_EQ(stats.turnarounds.value(), reference.turnarounds);
    EXPECT_EQ(stats.moved_bytes.value(), reference.moved_bytes);
    EXPECT_EQ(stats.written_bytes.value(), reference.written_bytes);
    EXPECT_EQ(stats.busy_cycles.value(), reference.busy);
    EXPECT_EQ(stats.stalled_cycles.value(), reference.stalled);
    refreshes += reference.refreshes, conflicts += reference.conflicts, turnarounds += reference.turnarounds;
    if (HasFailure()) return;
  }
  EXPECT_GT(refreshes, 1000u);
  EXPECT_GT(conflicts, 1000u);
  EXPECT_GT(turnarounds, 1000u);
}

}  // namespace
}  // namespace scnnsim
