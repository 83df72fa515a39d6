// SPDX-License-Identifier: Apache-2.0
#include "sim/report/layer_causes.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

/// 1,000 cycles of 8 x 8 PEs of 4 x 4 multipliers, in which all PEs issue full vectors.
LayerResult busy_layer() {
  LayerResult layer;
  layer.layer = "conv";
  layer.cycles = 1000;
  layer.pes = 64;
  layer.multipliers = 1024;
  layer.kc = 8;
  layer.pe_cycles[static_cast<std::size_t>(CycleOwner::issue)] = 64'000;
  layer.multiplies = 16 * 64'000;
  return layer;
}

/// Gives cycles to an owner that issues had.
LayerResult with_waits(CycleOwner owner, std::uint64_t pe_cycles) {
  LayerResult layer = busy_layer();
  layer.pe_cycles[static_cast<std::size_t>(owner)] = pe_cycles;
  layer.pe_cycles[static_cast<std::size_t>(CycleOwner::issue)] -= pe_cycles;
  layer.multiplies -= 16 * pe_cycles;
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
  EXPECT_EQ(
      cause.to_try,
      "Fewer, larger PEs with as many multipliers: pe_array.rows=4 pe_array.columns=4 multiplier_array.f=8 "
      "multiplier_array.i=8 accumulator.banks=128. As fast for this layer with fewer multipliers: "
      "pe_array.rows=4 pe_array.columns=4.");
}

TEST(LayerCauses, a_row_and_a_column_without_tiles_ask_for_the_same) {
  const LayerCause cause = only_cause(with_waits(CycleOwner::idle, 15'000), used_corner(7, 7));
  EXPECT_NE(cause.why.find("15 of 64 PEs"), std::string::npos) << cause.why;
  EXPECT_NE(cause.to_try.find("pe_array.rows=4 pe_array.columns=4"), std::string::npos) << cause.to_try;
  EXPECT_NE(cause.to_try.find("fewer multipliers: pe_array.rows=7 pe_array.columns=7."), std::string::npos)
      << cause.to_try;
}

TEST(LayerCauses, idle_pes_of_results_without_blocks_are_not_explained) {
  const LayerCause cause = only_cause(with_waits(CycleOwner::idle, 48'000));
  EXPECT_NE(cause.why.find("--detail blocks"), std::string::npos) << cause.why;
}

TEST(LayerCauses, barriers_name_the_imbalance_and_larger_groups) {
  PeCounters counters = used_corner(8, 8);
  counters.of_pes["pe.cycles_issue"].assign(64, 500);
  counters.of_pes["pe.cycles_issue"][0] = 1000;
  counters.of_array["layer_sequencer.barriers"] = 16;
  const LayerCause cause = only_cause(with_waits(CycleOwner::barrier, 31'500), counters);
  EXPECT_NE(cause.why.find("16 barriers"), std::string::npos) << cause.why;
  EXPECT_NE(cause.why.find("1.97 times the mean"), std::string::npos) << cause.why;
  EXPECT_NE(cause.to_try.find("mapping.kc=16"), std::string::npos) << cause.to_try;
  EXPECT_NE(cause.to_try.find("pe_array.tiling=balanced"), std::string::npos) << cause.to_try;
}

TEST(LayerCauses, waits_for_weights_blame_dram_or_full_fifos) {
  PeCounters counters;
  counters.of_array["weight_broadcast.cycles_dram"] = 10;
  const LayerResult layer = with_waits(CycleOwner::weights, 32'000);
  EXPECT_NE(only_cause(layer, counters).to_try.find("dram.bandwidth=100"), std::string::npos);
  counters.of_array["weight_broadcast.cycles_room"] = 20;
  const LayerCause cause = only_cause(layer, counters);
  EXPECT_NE(cause.why.find("waits for room in the FIFOs"), std::string::npos) << cause.why;
  EXPECT_NE(cause.to_try.find("weight_fifo.entries=400"), std::string::npos) << cause.to_try;
}

TEST(LayerCauses, every_other_wait_has_a_key) {
  const auto key_of = [](CycleOwner owner) { return only_cause(with_waits(owner, 32'000)).to_try; };
  EXPECT_NE(key_of(CycleOwner::input).find("dram.bandwidth=100"), std::string::npos);
  EXPECT_NE(key_of(CycleOwner::crossbar).find("accumulator.banks=64"), std::string::npos);
  EXPECT_NE(key_of(CycleOwner::postprocess).find("ppu.entries_per_cycle=8"), std::string::npos);
}

TEST(LayerCauses, vectors_of_one_activation_ask_for_another_shape) {
  LayerResult layer = busy_layer();
  layer.multiplies = 4 * 64'000;
  PeCounters counters;
  counters.of_array["weight_broadcast.entries"] = 100;
  counters.of_array["weight_broadcast.words"] = 400;
  const LayerCause cause = only_cause(layer, counters);
  EXPECT_EQ(cause.why,
            "An issue has products for 4.0 of a PE's 16 multipliers: weight vectors hold 4.0 of 4 words, "
            "activation "
            "vectors about 1.0 of 4.");
  EXPECT_EQ(cause.to_try,
            "As many multipliers in another shape: multiplier_array.f=16 multiplier_array.i=1.");
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
