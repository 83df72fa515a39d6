// SPDX-License-Identifier: Apache-2.0
// Each distance between two commands: one cycle early is refused, on time is allowed.
#include "models/memory/banked/command_table.h"

#include <gtest/gtest.h>

#include "tests/support/dram_devices.h"
#include "tests/support/print_parameters.h"

namespace scnnsim {
namespace {

constexpr auto act = DramCommand::activate, pre = DramCommand::precharge, rd = DramCommand::read,
               wr = DramCommand::write, ref = DramCommand::refresh;

/// Two ranks of DDR4-3200, a refresh of which takes a rank.
DramDevice ddr4() {
  MachineConfig config = banked_machine("ddr4-3200");
  config.dram_device.ranks = 2u;
  return device_of(config);
}

/// Banks of the device: rank, group and bank of the channel.
constexpr BankPlace here{0, 0, 0}, same_group{0, 0, 1}, same_rank{0, 1, 4}, other_rank{1, 4, 16};

struct Pair {
  const char* name;
  DramCommand from, to;
  BankPlace second;
  Cycle distance;  ///< DDR4-3200, from JESD79-4's nanoseconds by hand
  friend void PrintTo(const Pair& pair, std::ostream* out) { *out << pair.name; }
};

class CommandPairs : public ::testing::TestWithParam<Pair> {};

TEST_P(CommandPairs, one_cycle_early_is_refused_and_on_time_is_allowed) {
  const Pair& pair = GetParam();
  CommandTable table(ddr4(), constraints_of(ddr4()));
  constexpr Cycle issued = 1000;
  table.issue(pair.from, here, issued);
  EXPECT_FALSE(table.allows(pair.to, pair.second, issued + pair.distance - 1));
  EXPECT_TRUE(table.allows(pair.to, pair.second, issued + pair.distance));
}

INSTANTIATE_TEST_SUITE_P(
    Ddr4, CommandPairs,
    ::testing::Values(Pair{"tRCD_read", act, rd, here, 22}, Pair{"tRCD_write", act, wr, here, 22},
                      Pair{"tRAS", act, pre, here, 52}, Pair{"tRC", act, act, here, 74},
                      Pair{"tRP", pre, act, here, 22}, Pair{"tRTP", rd, pre, here, 12},
                      Pair{"tWR", wr, pre, here, 16 + 4 + 24}, Pair{"tRRD_L", act, act, same_group, 8},
                      Pair{"tRRD_S", act, act, same_rank, 4}, Pair{"tCCD_L_read", rd, rd, same_group, 8},
                      Pair{"tCCD_S_read", rd, rd, same_rank, 4}, Pair{"tCCD_L_write", wr, wr, same_group, 8},
                      Pair{"tCCD_S_write", wr, wr, same_rank, 4},
                      Pair{"tWTR_L", wr, rd, same_group, 16 + 4 + 12},
                      Pair{"tWTR_S", wr, rd, same_rank, 16 + 4 + 4},
                      Pair{"read_to_write", rd, wr, same_rank, 22 + 4 + 2 - 16},
                      Pair{"read_to_write_of_another_rank", rd, wr, other_rank, 22 + 4 + 2 - 16},
                      Pair{"data_bus_reads_of_two_ranks", rd, rd, other_rank, 4 + 1},
                      Pair{"data_bus_writes_of_two_ranks", wr, wr, other_rank, 4 + 1},
                      Pair{"data_bus_write_then_read_of_another_rank", wr, rd, other_rank, 1},
                      Pair{"tRP_before_refresh", pre, ref, same_rank, 22},
                      Pair{"tRFC", ref, act, same_rank, 560}, Pair{"tRFC_refresh", ref, ref, here, 560}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(CommandTable, the_fifth_activate_waits_for_the_window_of_four) {
  CommandTable table(ddr4(), constraints_of(ddr4()));
  for (std::uint32_t n = 0; n < 4; ++n) table.issue(act, {0, n, 4 * n}, 100 + 4 * n);
  const BankPlace fifth{0, 0, 1};
  EXPECT_FALSE(table.allows(act, fifth, 100 + 34 - 1));
  EXPECT_TRUE(table.allows(act, fifth, 100 + 34));
  table.issue(act, fifth, 134);
  const BankPlace sixth{0, 1, 5};
  EXPECT_FALSE(table.allows(act, sixth, 104 + 34 - 1));
  EXPECT_TRUE(table.allows(act, sixth, 104 + 34));
}

TEST(CommandTable, commands_of_another_rank_are_free_of_a_ranks_windows) {
  CommandTable table(ddr4(), constraints_of(ddr4()));
  for (std::uint32_t n = 0; n < 4; ++n) table.issue(act, {0, n, 4 * n}, 100 + 4 * n);
  table.issue(ref, here, 200);
  EXPECT_TRUE(table.allows(act, other_rank, 113));
}

TEST(CommandTable, a_refresh_of_one_bank_leaves_the_others_open) {
  const DramDevice hbm = device_of(banked_machine("hbm2"));
  CommandTable table(hbm, constraints_of(hbm));
  table.issue(ref, here, 1000);
  EXPECT_FALSE(table.allows(act, here, 1000 + 96 - 1));
  EXPECT_TRUE(table.allows(act, here, 1000 + 96));
  EXPECT_FALSE(table.allows(act, same_rank, 1000 + 4 - 1));
  EXPECT_TRUE(table.allows(act, same_rank, 1000 + 4));
}

}  // namespace
}  // namespace scnnsim
