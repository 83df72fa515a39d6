// SPDX-License-Identifier: Apache-2.0
// What a memory of one's own does to the machine's cycles, computed by hand (models/README.md sections 5 and
// 11).
#include <cstdint>

#include "tests/support/cycle_expectations.h"
#include "tests/support/dram_devices.h"
#include "tests/support/moody_memory.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// A memory that holds one request, for 1,000 cycles.
SimulationOptions one_place() {
  Moods moods;
  moods.places = 1;
  moods.percent_refused = 0;
  moods.answers_in_every_way = false;
  moods.exact_answer = 1000;
  SimulationOptions options;
  options.memory = moody_memory(moods);
  return options;
}

// The weights reach the memory in 1 and are there in 1001: issue, crossbar, crossbar, end(0) = 1003, done(0)
// = 1004, w(1) = 1006, done(1) = 1007, and so on.
//   write 0: posted in 1004, taken in 1005, done in 2005
//   write 1: posted in 1007, taken in 2005, done in 3005; so done(2) = 2005, and w(3) = 2005, not 1012
//   write 2: posted in 2005, taken in 3005, done in 4005; so done(3) = 3005
//   step 4: released in 1013, goes in 2006: postprocess 1013-2005; end 2008, w(4) = 3005
//   write 3: posted in 3005, taken in 4005, done in 5005; so done(4) = 4005
//   write 4: posted in 4005, taken in 5005, done in 6005, the end of the layer
TEST(MemoryRules, AFullMemoryMakesThePpuWait) {
  MachineConfig config = tiny_machine();
  config.mapping.kc = 1;
  config.activation_ram.oaram_bytes = 1;
  expect_cycles(simulate(config, pointwise(1, 5, 1), one_place()), 6005, {3996, 0, 993, 0, 1001, 10, 5});
}

// Two bursts, one after the other: the first is there in 1001, the second, taken then, in 2001.
TEST(MemoryRules, AFullMemoryMakesTheBroadcastWait) {
  MachineConfig config = tiny_machine();
  config.dram.burst_bytes = 5;
  expect_cycles(simulate(config, pointwise(1, 4, 1), one_place()), 2006, {1, 0, 0, 0, 1999, 2, 4});
}

// DDR4-3200 at an array of 1.6 GHz: the weights reach the memory in cycle 1 of both and are there after
// t_rcd, cl and the burst, 22 + 22 + 4 cycles, in 49.
TEST(MemoryRules, TheFirstReadOfABankedMemoryIsARowMiss) {
  MachineConfig config = banked_machine("ddr4-3200", tiny_machine());
  config.clock.frequency = 1.6;
  const LayerResult result = simulate(config, pointwise(1, 1, 1));
  expect_cycles(result, 49 + 4, {1, 0, 0, 0, 49, 2, 1});
  EXPECT_EQ(result.dram_row_misses, 1u);
  EXPECT_EQ(result.dram_moved_bytes, 64u);
}

TEST(MemoryRules, ALayerLargerThanTheMemoryIsRefused) {
  MachineConfig config = banked_machine("ddr4-3200", tiny_machine());
  config.dram_device.rows = 1u;
  config.dram_device.banks = config.dram_device.bank_groups = config.dram_device.channels = 1u;
  TinyLayer layer = pointwise(1, 1, 1);
  layer.description.input = InputLocation::dram;  // its region begins at 4,096
  EXPECT_NO_THROW(simulate(config, layer));
  config.dram_device.row_bytes = 1024u;
  EXPECT_THROW(simulate(config, layer), UserError);
}

}  // namespace
}  // namespace scnnsim
