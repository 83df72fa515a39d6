// SPDX-License-Identifier: Apache-2.0
#include "sim/report/layer_causes.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

/// 1,000 cycles of 8 x 8 PEs of 4 x 4 multipliers, in which all PEs issue full vectors. Blocks have 12
/// weights and 4 activations.
LayerResult busy_layer() {
  LayerResult layer;
  layer.layer = "conv";
  layer.cycles = 1000;
  layer.pes = 64;
  layer.multipliers = 1024;
  layer.kc = 8;
  layer.pe_cycles[static_cast<std::size_t>(CycleOwner::issue)] = 64'000;
  layer.multiplies = 16 * 64'000;
  layer.temporal_tiles = 1;
  layer.cycle_fs = 1'000'000;
  layer.weight_fifo_reads = layer.weight_fifo_writes = 4 * 64'000;
  layer.iaram_reads = 4 * 64'000 / 3;
  return layer;
}

/// Gives cycles to an owner that issues had.
LayerResult with_waits(CycleOwner owner, std::uint64_t pe_cycles) {
  LayerResult layer = busy_layer();
  layer.pe_cycles[static_cast<std::size_t>(owner)] = pe_cycles;
  layer.pe_cycles[static_cast<std::size_t>(CycleOwner::issue)] -= pe_cycles;
  layer.multiplies -= 16 * pe_cycles;
  layer.weight_fifo_reads = layer.weight_fifo_writes = layer.multiplies / 4;
  layer.iaram_reads = layer.multiplies / 12;
  return layer;
}

/// PEs of the first `rows` x `columns` issue in every cycle, the others are idle in all.
PeCounters used_corner(std::uint32_t rows, std::uint32_t columns) {
  PeCounters counters{8, 8, {}, {}, {}, {}};
  std::vector<std::uint64_t>&issue = counters.of_pes["pe.cycles_issue"],
  &idle = counters.of_pes["pe.cycles_idle"];
  for (std::uint32_t row = 0; row < 8; ++row)
    for (std::uint32_t column = 0; column < 8; ++column) {
      issue.push_back(row < rows && column < columns ? 1000 : 0);
      idle.push_back(1000 - issue.back());
    }
  return counters;
}

LayerCause only_cause(const LayerResult& layer, const PeCounters& counters = {},
                      const MachineConfig& config = {}) {
  const auto causes = layer_causes(layer, counters, config);
  EXPECT_EQ(causes.size(), 1u);
  return causes.empty() ? LayerCause{} : causes.front();
}

TEST(LayerCauses, a_busy_layer_has_none) {
  EXPECT_TRUE(layer_causes(busy_layer(), {}, {}).empty());
}

TEST(LayerCauses, pes_without_a_tile_ask_for_fewer_larger_pes) {
  const LayerCause cause = only_cause(with_waits(CycleOwner::idle, 48'000), used_corner(4, 4));
  EXPECT_DOUBLE_EQ(cause.share, 0.75);
  EXPECT_EQ(cause.why,
            "48 of 64 PEs have no tile and are idle, 75.0 % of the PE-cycles: the plane gives tiles to 4 x 4 "
            "of 8 x 8 PEs.");
  // 12 weights fill a vector of 16 as 3 of 4.
  EXPECT_EQ(cause.to_try(),
            "Fewer, larger PEs with as many multipliers: pe_array.rows=4 pe_array.columns=4 "
            "multiplier_array.f=16 multiplier_array.i=4 accumulator.banks=128. As fast for this layer with "
            "fewer PEs: pe_array.rows=4 pe_array.columns=4.");
}

TEST(LayerCauses, larger_pes_need_tiles_that_stay_and_vectors_that_fill) {
  // 7 x 7 PEs with tiles of one position do not become 4 x 4.
  const LayerCause seven = only_cause(with_waits(CycleOwner::idle, 15'000), used_corner(7, 7));
  EXPECT_NE(seven.why.find("15 of 64 PEs"), std::string::npos) << seven.why;
  EXPECT_EQ(seven.to_try(), "As fast for this layer with fewer PEs: pe_array.rows=7 pe_array.columns=7.");
  // One vector of either kind.
  LayerResult layer = with_waits(CycleOwner::idle, 48'000);
  layer.iaram_reads = 4 * 16'000;
  EXPECT_EQ(only_cause(layer, used_corner(4, 4)).to_try(),
            "As fast for this layer with fewer PEs: pe_array.rows=4 pe_array.columns=4.");
  // Of a plane in several tiles nobody knows what fewer PEs do.
  layer.temporal_tiles = 2;
  EXPECT_EQ(only_cause(layer, used_corner(4, 4)).to_try(),
            "No rule proposes a change: larger PEs would not be faster; 100.0 % of the cycles of those "
            "with a tile are \"issue\".");
}

TEST(LayerCauses, pes_that_wait_for_dram_are_told_no_larger_ones) {
  LayerResult layer = with_waits(CycleOwner::idle, 48'000);
  layer.dram_weight_bytes = 49'000;  // of 50,000 that there could be
  const LayerCause cause = only_cause(layer, used_corner(4, 4));
  EXPECT_EQ(cause.to_try(), "As fast for this layer with fewer PEs: pe_array.rows=4 pe_array.columns=4.");
}

TEST(LayerCauses, idle_pes_of_results_without_blocks_are_not_explained) {
  const LayerCause cause = only_cause(with_waits(CycleOwner::idle, 48'000));
  EXPECT_NE(cause.why.find("--detail blocks"), std::string::npos) << cause.why;
}

/// 16 steps in which PE 0 issues in all cycles, others in half of them.
PeCounters one_slow_pe(std::uint64_t waits_of_slow) {
  PeCounters counters = used_corner(8, 8);
  counters.of_pes["pe.cycles_issue"].assign(64, 500);
  counters.of_pes["pe.cycles_issue"][0] = 1000 - waits_of_slow;
  counters.of_pes["pe.cycles_barrier"].assign(64, 500);
  counters.of_pes["pe.cycles_barrier"][0] = waits_of_slow;
  counters.of_array["layer_sequencer.barriers"] = 16;
  return counters;
}

TEST(LayerCauses, barriers_name_the_imbalance) {
  const LayerCause cause = only_cause(with_waits(CycleOwner::barrier, 31'500), one_slow_pe(0));
  EXPECT_NE(cause.why.find("16 barriers"), std::string::npos) << cause.why;
  EXPECT_NE(cause.why.find("1.97 times the mean"), std::string::npos) << cause.why;
  EXPECT_EQ(cause.to_try(),
            "No rule proposes a change: some PE waits at barriers in 0.0 % of the cycles alone: it has "
            "most work in nearly every group, and sets the pace.");
}

TEST(LayerCauses, barriers_that_stop_every_pe_ask_for_larger_groups) {
  LayerResult layer = with_waits(CycleOwner::barrier, 32'000);
  // K = 128 filters of 16 groups: weights x outputs / products.
  layer.dense_weight_bytes = 2 * 128 * 64 * 9;
  layer.ppu_entries = 128 * 100;
  layer.dense_macs = std::uint64_t{128} * 64 * 9 * 100;
  PeCounters counters = one_slow_pe(480);
  const std::string groups =
      "arger groups, in accumulators that hold them: mapping.kc=16 accumulator.entries=64.";
  EXPECT_EQ(only_cause(layer, counters).to_try(), "If the layer is no grouped convolution, l" + groups);
  counters.of_channels["input_density"].assign(64, 0.5);
  EXPECT_EQ(only_cause(layer, counters).to_try(), "L" + groups);
  // The same with K / 2 filters per step that the layer has: no step takes more.
  counters.of_channels["input_density"].assign(256, 0.5);
  EXPECT_EQ(only_cause(layer, counters).to_try().rfind("No rule proposes", 0), 0u);
  MachineConfig config;
  config.mapping.kc = KcRule::best;
  EXPECT_NE(only_cause(layer, counters, config).to_try().find("mapping.kc has been chosen"),
            std::string::npos);
}

TEST(LayerCauses, waits_for_weights_blame_dram_or_slower_pes) {
  PeCounters counters;
  counters.of_array["weight_broadcast.cycles_dram"] = 400;
  LayerResult layer = with_waits(CycleOwner::weights, 32'000);
  layer.dram_weight_bytes = 45'000;  // of 50,000 that there could be
  EXPECT_EQ(only_cause(layer, counters).to_try(), "More bandwidth: dram.bandwidth=100.");
  layer.dram_weight_bytes = 1'000;
  EXPECT_NE(only_cause(layer, counters).to_try().find("the first words take DRAM's latency to come"),
            std::string::npos);
  counters.of_array["weight_broadcast.cycles_room"] = 500;
  const LayerCause cause = only_cause(layer, counters);
  EXPECT_NE(cause.why.find("waits for room in the FIFOs"), std::string::npos) << cause.why;
  EXPECT_NE(cause.to_try().find("in deeper FIFOs the PEs would wait"), std::string::npos) << cause.to_try();
  // Without counters nobody knows which.
  EXPECT_NE(only_cause(layer).to_try().find("--detail blocks"), std::string::npos);
}

TEST(LayerCauses, other_waits_have_keys) {
  PeCounters counters;
  counters.of_array["layer_sequencer.barriers"] = 10;
  const auto try_for = [&](CycleOwner owner, const MachineConfig& config = {}) {
    LayerResult layer = with_waits(owner, 32'000);
    layer.dram_input_bytes = owner == CycleOwner::input ? 45'000 : 0;
    return only_cause(layer, counters, config).to_try();
  };
  EXPECT_EQ(try_for(CycleOwner::input), "More bandwidth: dram.bandwidth=100.");
  EXPECT_EQ(try_for(CycleOwner::crossbar), "More banks: accumulator.banks=64.");
  EXPECT_EQ(try_for(CycleOwner::postprocess),
            "Faster post-processing: ppu.entries_per_cycle=8 ppu.halo_words_per_cycle=8.");
}

TEST(LayerCauses, the_scatter_network_is_changed_as_its_policy_allows) {
  PeCounters counters;
  counters.of_array["layer_sequencer.barriers"] = 10;
  MachineConfig config;
  const auto try_for = [&] {
    return only_cause(with_waits(CycleOwner::crossbar, 32'000), counters, config).to_try();
  };
  config.scatter.policy = ScatterPolicy::serialized;
  EXPECT_EQ(try_for(), "Queues before the banks: scatter.policy=output_queued.");
  config.scatter.policy = ScatterPolicy::input_queued;
  EXPECT_EQ(try_for(), "More banks: accumulator.banks=64.");
  config.scatter.policy = ScatterPolicy::ideal;
  EXPECT_EQ(try_for().rfind("No rule proposes", 0), 0u);
  config.scatter.policy = ScatterPolicy::output_queued;
  config.scatter.output_queue_depth = 255;
  config.accumulator.banks = 1024;
  EXPECT_EQ(try_for().rfind("No rule proposes", 0), 0u) << "no more banks, no longer queues";
  config.accumulator.banks = 32;
  counters.of_array["layer_sequencer.barriers"] = 250;  // two cycles each
  EXPECT_EQ(try_for().find("accumulator.banks"), std::string::npos)
      << "at the ends of steps banks do not matter";
}

TEST(LayerCauses, vectors_of_one_activation_ask_for_another_shape) {
  LayerResult layer = busy_layer();
  layer.multiplies = 4 * 64'000;
  layer.iaram_reads = 64'000 / 3;
  const LayerCause cause = only_cause(layer);
  EXPECT_EQ(cause.why,
            "An issue has products for 4.0 of a PE's 16 multipliers: weight vectors hold 4.0 of 4 words, "
            "activation vectors 1.0 of 4.");
  EXPECT_EQ(cause.to_try(),
            "As many multipliers in another shape: multiplier_array.f=16 multiplier_array.i=1.");
}

TEST(LayerCauses, dense_machines_are_told_their_own_keys) {
  LayerResult layer = busy_layer();
  layer.architecture = "dcnn";
  layer.weight_fifo_reads = layer.weight_fifo_writes = layer.iaram_reads = 0;
  layer.multiplies = 4 * 64'000;
  layer.accumulator_updates = 64'000;
  EXPECT_EQ(only_cause(layer).to_try(),
            "No rule proposes a change: a dot product takes whole cycles of all multipliers of a PE, "
            "however few products it has left.");
  // 64 channels take 4 cycles on 16 multipliers.
  layer = with_waits(CycleOwner::idle, 48'000);
  layer.architecture = "dcnn";
  layer.accumulator_updates = 4'000;
  PeCounters counters = used_corner(4, 4);
  counters.of_pes["dense_pe.cycles_idle"] = counters.of_pes["pe.cycles_idle"];
  counters.of_pes.erase("pe.cycles_idle");
  const std::string text = only_cause(layer, counters).to_try();
  EXPECT_NE(text.find("Fewer, larger PEs with as many multipliers: pe_array.rows=4 pe_array.columns=4"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("accumulator"), std::string::npos) << text;
}

TEST(LayerCauses, the_largest_comes_first_and_small_ones_are_left_out) {
  LayerResult layer = with_waits(CycleOwner::idle, 20'000);
  layer.pe_cycles[static_cast<std::size_t>(CycleOwner::weights)] = 30'000;
  layer.pe_cycles[static_cast<std::size_t>(CycleOwner::input)] = 6'000;
  layer.pe_cycles[static_cast<std::size_t>(CycleOwner::issue)] = 8'000;
  layer.multiplies = 16 * 8'000;
  const auto causes = layer_causes(layer, {}, {});
  ASSERT_EQ(causes.size(), 2u);
  EXPECT_DOUBLE_EQ(causes[0].share, 30.0 / 64);
  EXPECT_DOUBLE_EQ(causes[1].share, 20.0 / 64);
}

TEST(PeCounters, blocks_are_read_by_kind_and_pe) {
  const auto read = [](const char* text) {
    return read_pe_counters(nlohmann::json::parse(text), 2, 2, "file: counters");
  };
  const PeCounters counters = read(R"({"pe_0_1": {"cycles_issue": 3}, "pe_1_0.weight_fifo": {"reads": 7},
                                      "halo_exchange.link_east_1_1": {"words": 5}, "dram": {"requests": 9},
                                      "output_channel_groups": {"cycles": [1, 2.5]}})");
  EXPECT_EQ(*counters.find("pe.cycles_issue"), (std::vector<std::uint64_t>{0, 3, 0, 0}));
  EXPECT_EQ(*counters.find("weight_fifo.reads"), (std::vector<std::uint64_t>{0, 0, 7, 0}));
  EXPECT_EQ(*counters.find("link_east.words"), (std::vector<std::uint64_t>{0, 0, 0, 5}));
  EXPECT_EQ(counters.shared("dram.requests"), 9u);
  EXPECT_EQ(counters.of_groups.at("cycles"), (std::vector<double>{1, 2.5}));
  EXPECT_FALSE(read("null").tells_pes());
}

TEST(PeCounters, anything_but_counts_is_refused) {
  const auto refuse = [](const char* text, const std::vector<std::string>& parts) {
    expect_user_error([&] { read_pe_counters(nlohmann::json::parse(text), 2, 2, "file: counters"); }, parts);
  };
  refuse("[]", {"file: counters", "expected an object of blocks"});
  refuse(R"({"pe_0_0": 3})", {"file: counters: pe_0_0", "expected an object of counts"});
  refuse(R"({"pe_0_0": {"x": -1}})", {"pe_0_0: x: expected a count"});
  refuse(R"({"pe_0_0": {"x": "1"}})", {"pe_0_0: x: expected a count"});
  refuse(R"({"pe_2_0": {"x": 1}})", {"pe_2_0: expected PEs of 2 x 2"});
  refuse(R"({"output_channel_groups": {"cycles": 1}})", {"cycles: expected a list of numbers"});
  refuse(R"({"input_channels": {"input_density": [null]}})", {"input_density: expected a list of numbers"});
}

}  // namespace
}  // namespace scnnsim
