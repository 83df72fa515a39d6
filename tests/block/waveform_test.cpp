// SPDX-License-Identifier: Apache-2.0
// The waveform of tiny layers, read back, against the cycles that were computed by hand in
// cycle_rules_test.cpp.
#include <fmt/format.h>

#include <regex>

#include "tests/support/cycle_expectations.h"
#include "tests/support/recorded_layer.h"
#include "tests/support/vcd_reader.h"

namespace scnnsim {
namespace {

using Values = std::vector<int>;
constexpr int idle = 0, postprocess = 2, weights = 4, crossbar = 5, issue = 6, none = -1;

std::string waveform_text(const MachineConfig& config, const TinyLayer& layer, ActivityRequest request = {}) {
  request.every_cycle = true;
  SimulationOptions options;
  options.engine = EngineKind::product;
  const RecordedLayer recorded = record_layer(config, layer.description, layer.tensors, options, request);
  std::string text;
  write_waveform(origin_on(config), "tiny", *recorded.part, recorded.facts, config, request,
                 [&](std::string_view part) { text += part; });
  return text;
}

VcdReader waveform(const MachineConfig& config, const TinyLayer& layer, const ActivityRequest& request = {}) {
  return VcdReader(waveform_text(config, layer, request));
}

MachineConfig two_pes_with_short_fifos() {
  MachineConfig config = tiny_machine(2);
  config.weight_fifo.entries = 1;
  return config;
}

// CycleRules.FullFifoOfTheSlowestPeHoldsTheOthersBack: w0 is delivered in 3, w1 in 5. PE 0 issues w0 a0, w0
// a1, w1 a0, w1 a1 in 3-6; each product stands in the register at the end of its cycle and in the queue of
// its bank (0 ... 3) at the end of the next one.
TEST(Waveform, ShowsOwnersQueuesAndFifosOfEveryCycle) {
  const VcdReader vcd = waveform(two_pes_with_short_fifos(), pointwise(1, 2, 3));
  EXPECT_EQ(vcd.timescale(), "1ns");
  EXPECT_EQ(vcd.end(), 10u);
  const auto pe = [&](const std::string& signal) { return vcd.values("scnn.pe_0_0." + signal, 0, 10); };
  EXPECT_EQ(pe("owner"),
            (Values{weights, weights, weights, issue, issue, issue, issue, crossbar, crossbar, idle}));
  EXPECT_EQ(pe("step"), Values(10, 0));
  EXPECT_EQ(pe("channel"), (Values{0, 0, 0, 0, 0, 0, 0, 0, 0, none}));
  EXPECT_EQ(pe("register_full"), (Values{0, 0, 0, 1, 1, 1, 1, 0, 0, 0}));
  EXPECT_EQ(pe("queue_0"), (Values{0, 0, 0, 0, 1, 0, 0, 0, 0, 0}));
  EXPECT_EQ(pe("queue_1"), (Values{0, 0, 0, 0, 0, 1, 0, 0, 0, 0}));
  EXPECT_EQ(pe("queue_3"), (Values{0, 0, 0, 0, 0, 0, 0, 1, 0, 0}));
  EXPECT_EQ(pe("queue_4"), Values(10, 0));
  EXPECT_EQ(pe("weight_fifo_entries"), (Values{0, 0, 0, 1, 1, 1, 1, 0, 0, 0}));
  EXPECT_EQ(pe("ppu"), (Values{0, 0, 0, 0, 0, 0, 0, 0, 0, 2}));
}

TEST(Waveform, ShowsTheUnitsOfTheArray) {
  const VcdReader vcd = waveform(two_pes_with_short_fifos(), pointwise(1, 2, 3));
  EXPECT_EQ(vcd.values("scnn.pe_0_1.owner", 0, 10),
            (Values{weights, weights, weights, issue, weights, issue, crossbar, crossbar, idle, idle}));
  EXPECT_EQ(vcd.values("scnn.pe_0_1.weight_fifo_entries", 0, 10), (Values{0, 0, 0, 1, 0, 1, 0, 0, 0, 0}));
  EXPECT_EQ(vcd.values("scnn.weight_broadcast", 0, 10), (Values{2, 2, 2, 5, 3, 1, 0, 0, 0, 0}));
  EXPECT_EQ(vcd.values("scnn.pes_at_barrier", 0, 10), (Values{0, 0, 0, 0, 0, 0, 0, 0, 1, 0}));
  EXPECT_EQ(vcd.values("scnn.dram", 0, 10), (Values{0, 1, 0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(vcd.values("scnn.dram_bytes_in_flight", 2, 4), (Values{5, 0}));  // two weights of 20 bits
  EXPECT_TRUE(vcd.has("scnn.pe_0_0.halo_link_east"));
  EXPECT_FALSE(vcd.has("scnn.pe_0_0.halo_link_south"));
}

// CycleRules.PeWaitsForThePpuToFreeAnAccumulatorCopy: swaps after 6, 14 and 22.
TEST(Waveform, ShowsTheSwapsOfTheAccumulatorCopies) {
  MachineConfig config = tiny_machine();
  config.multiplier_array.i = 4;
  config.mapping.kc = 1;
  config.ppu.entries_per_cycle = 1;
  const VcdReader vcd = waveform(config, pointwise(1, 3, 8));
  const auto at = [&](const std::string& signal, std::uint64_t begin, std::uint64_t end) {
    return vcd.values("scnn.pe_0_0." + signal, begin, end);
  };
  EXPECT_EQ(at("accumulator_copy", 5, 9), (Values{0, 0, 1, 1}));
  EXPECT_EQ(at("accumulator_copy", 13, 17), (Values{1, 1, 0, 0}));
  EXPECT_EQ(at("accumulator_copy", 21, 25), (Values{0, 0, 1, 1}));
  EXPECT_EQ(at("ocg", 6, 12), (Values{0, 1, 1, 1, 1, 2}));
  EXPECT_EQ(at("owner", 11, 16), (Values{postprocess, postprocess, postprocess, postprocess, issue}));
  EXPECT_EQ(at("ppu", 5, 9), (Values{0, 0, 2, 2}));
  EXPECT_EQ(vcd.values("scnn.step", 6, 12), (Values{0, 1, 1, 1, 1, 2}));
}

// CycleRules.SwitchingBlocksBelongsToIssue: issue 3, switch 4-6, issue 7.
TEST(Waveform, ShowsTheChannelOfSwitchCycles) {
  MachineConfig config = tiny_machine();
  config.pe.block_switch_cycles = 3;
  const VcdReader vcd = waveform(config, pointwise(2, 1, 1));
  EXPECT_EQ(vcd.values("scnn.pe_0_0.channel", 3, 9), (Values{0, 1, 1, 1, 1, 1}));
  EXPECT_EQ(vcd.values("scnn.pe_0_0.owner", 3, 9), (Values{issue, issue, issue, issue, issue, crossbar}));
}

ActivityRequest cycles_4_to_7_of_pe_0_1() {
  ActivityRequest request;
  request.has_window = true;
  request.from = 4;
  request.to = 8;
  request.pes = {1};
  return request;
}

TEST(Waveform, SaysWhichRunAndCyclesItIsOf) {
  const std::string text =
      waveform_text(two_pes_with_short_fifos(), pointwise(1, 2, 3), cycles_4_to_7_of_pe_0_1());
  for (const char* const part :
       {"$version scnnsim 1.2.3 $end", "$comment network network, trace xxh3-128:1, machine scnn $end",
        "$comment cycles 4 to 7 of the layer's 10; pe_0_1 $end"})
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text.substr(0, 600);
}

// Entries of weights that fill the FIFO of one entry, two of which the rate allows in a cycle: in cycle 3,
// where the first one is delivered, the second one waits for room already.
TEST(Waveform, ShowsThatABroadcastWasCutShort) {
  MachineConfig config = two_pes_with_short_fifos();
  const VcdReader fast = waveform(config, pointwise(1, 2, 3));
  config.weight_broadcast.entries_per_cycle = 1;
  const VcdReader slow = waveform(config, pointwise(1, 2, 3));
  EXPECT_EQ(fast.values("scnn.weight_broadcast", 0, 7), (Values{2, 2, 2, 5, 3, 1, 0}));
  EXPECT_EQ(slow.values("scnn.weight_broadcast", 0, 7), (Values{2, 2, 2, 1, 3, 1, 0}));
}

TEST(Waveform, DeclaresNumbersAsIntegersWhichViewersShowInDecimal) {
  const std::string text = waveform_text(two_pes_with_short_fifos(), pointwise(1, 2, 3));
  for (const char* const name : {"owner", "step", "channel", "queue_0", "weight_fifo_entries"})
    EXPECT_TRUE(std::regex_search(text, std::regex(fmt::format("\\$var integer 32 \\S+ {} \\$end", name))))
        << name;
  EXPECT_TRUE(std::regex_search(text, std::regex("\\$var wire 1 \\S+ register_full \\$end")));
}

TEST(Waveform, OfAWindowBeginsWithTheStateBeforeIt) {
  const VcdReader vcd = waveform(two_pes_with_short_fifos(), pointwise(1, 2, 3), cycles_4_to_7_of_pe_0_1());
  EXPECT_EQ(vcd.values("scnn.pe_0_1.owner", 4, 8), (Values{weights, issue, crossbar, crossbar}));
  EXPECT_EQ(vcd.values("scnn.pe_0_1.weight_fifo_entries", 4, 8), (Values{0, 1, 0, 0}));
  EXPECT_EQ(vcd.values("scnn.weight_broadcast", 4, 8), (Values{3, 1, 0, 0}));
  EXPECT_EQ(vcd.end(), 8u);
  EXPECT_FALSE(vcd.has("scnn.pe_0_0.owner"));
}

}  // namespace
}  // namespace scnnsim
