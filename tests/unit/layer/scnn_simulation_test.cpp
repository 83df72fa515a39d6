// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/scnn_simulation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

#include "models/pe/engine_choice.h"
#include "sim/architectures/architecture.h"
#include "sim/layer/child_result.h"
#include "sim/layer/kc_search.h"
#include "sim/layer/layer_json.h"
#include "tests/support/config_variants.h"
#include "traces/generate.h"

namespace scnnsim {
namespace {

class ScnnSimulationTest : public ::testing::Test {
 protected:
  ScnnSimulationTest() {
    NetworkLayer layer;
    layer.description.name = "conv";
    layer.description.after = {"relu"};
    LayerShape& shape = layer.description.shape;
    shape.C = 6;
    shape.K = 12;
    shape.H = shape.W = 9;
    shape.R = shape.S = 3;
    layer.input_density = 0.4;
    GenerateOptions options;
    options.granularity = Granularity::vector;
    options.weight_density = 0.4;
    LayerTensors tensors = generate_layer(layer, options);
    layer_.emplace(layer.description, std::move(tensors));
    config_.pe_array.rows = config_.pe_array.columns = 2;
  }

  static std::string text_of(const LayerResult& result) { return layer_to_json(result).dump(1); }

  std::optional<SharedLayer> layer_;
  MachineConfig config_;
  SimulationOptions options_;
};

TEST_F(ScnnSimulationTest, configurations_with_the_same_key_count_the_same) {
  const ScnnSimulation base(config_, *layer_, options_);
  const std::string expected = text_of(run_in_child(base, "conv"));
  std::map<std::string, unsigned> of_group;
  for (const ConfigVariant& variant : variants_of(config_)) {
    const ScnnSimulation other(variant.config, *layer_, options_);
    if (other.key() != base.key()) continue;
    constexpr unsigned enough = 24;  // of a group with many keys, such as dram_device
    if (++of_group[variant.change.substr(0, variant.change.find('.'))] > enough) continue;
    EXPECT_EQ(text_of(run_in_child(other, "conv")), expected) << variant.change;
  }
  // RAMs decide spilling alone, which is in the key, and energy is no count.
  for (const char* group : {"activation_ram", "energy", "dcnn"}) EXPECT_GT(of_group[group], 0u) << group;
}

TEST_F(ScnnSimulationTest, a_retiled_layer_names_its_tile_and_streams_it_whole) {
  const LayerResult spilled = run_in_child(ScnnSimulation(config_, *layer_, options_), "conv");
  EXPECT_FALSE(spilled.tile || spilled.tiled_for);
  config_.activation_ram.overflow = RamOverflow::retile;
  EXPECT_EQ(run_in_child(ScnnSimulation(config_, *layer_, options_), "conv").tiled_for, "none");
  config_.activation_ram.iaram_bytes = 100;  // 40 words; the fullest PE has more
  const LayerResult cut = run_in_child(ScnnSimulation(config_, *layer_, options_), "conv");
  EXPECT_EQ(cut.tiled_for, "iaram");
  ASSERT_GT(cut.temporal_tiles, 1u);
  EXPECT_TRUE(cut.input_spilled);
  EXPECT_EQ(cut.dram_weight_bytes, cut.temporal_tiles * spilled.dram_weight_bytes);
  config_.activation_ram.overflow = RamOverflow::spill;
  const LayerResult streamed = run_in_child(ScnnSimulation(config_, *layer_, options_), "conv");
  EXPECT_GT(cut.dram_input_bytes, streamed.dram_input_bytes);  // rows and columns that tiles share
  EXPECT_EQ(cut.useful_multiplies, streamed.useful_multiplies);
}

TEST_F(ScnnSimulationTest, the_best_kc_is_the_fastest_candidate) {
  std::map<std::uint32_t, Cycle> cycles;  // by Kc in force
  for (const KcChoice kc :
       {KcChoice(KcRule::automatic), KcChoice(1), KcChoice(2), KcChoice(4), KcChoice(8)}) {
    config_.mapping.kc = kc;
    const LayerResult result = run_in_child(ScnnSimulation(config_, *layer_, options_), "conv");
    cycles[static_cast<std::uint32_t>(result.kc)] = result.cycles;
  }
  ASSERT_EQ(cycles.size(), 5u);  // auto: 12, all filters
  const auto fastest = std::min_element(cycles.begin(), cycles.end(),
                                        [](const auto& a, const auto& b) { return a.second < b.second; });
  config_.mapping.kc = fastest->first;
  const LayerResult expected = run_in_child(ScnnSimulation(config_, *layer_, options_), "conv");
  config_.mapping.kc = KcRule::best;
  EXPECT_EQ(text_of(run_in_child(*prepare_scnn_simulation(config_, *layer_, options_), "conv")),
            text_of(expected));
  EXPECT_EQ(expected.verified, Verified::yes);
}

TEST_F(ScnnSimulationTest, an_engine_that_cannot_run_the_layer_is_refused) {
  config_.scatter.policy = ScatterPolicy::serialized;
  options_.engine = EngineKind::product;
  EXPECT_NO_THROW(ScnnSimulation(config_, *layer_, options_));
  options_.engine = EngineKind::batched;
  EXPECT_THROW(ScnnSimulation(config_, *layer_, options_), UnsuitableEngine);
}

TEST_F(ScnnSimulationTest, the_best_kc_is_one_that_the_machine_can_take) {
  config_.activation_ram.overflow = RamOverflow::retile;
  config_.activation_ram.oaram_bytes = 20;  // 8 words, half of them for a step
  config_.mapping.kc = KcRule::automatic;
  EXPECT_THROW(ScnnSimulation(config_, *layer_, options_), UserError);
  config_.mapping.kc = KcRule::best;
  const LayerResult best = run_in_child(*prepare_scnn_simulation(config_, *layer_, options_), "conv");
  EXPECT_LE(best.kc, 4u);
  config_.activation_ram.oaram_bytes = 2;
  EXPECT_THROW(prepare_scnn_simulation(config_, *layer_, options_), UserError);
}

TEST_F(ScnnSimulationTest, dense_machines_take_the_best_kc_too) {
  for (const char* name : {"dcnn", "dcnn_opt", "dcnn_structured"}) {
    const Architecture& architecture = find_architecture(name, "test");
    const auto with = [&](const KcChoice& kc) {
      config_.mapping.kc = kc;
      return architecture.prepare(config_, *layer_, options_)->run();
    };
    std::vector<LayerResult> results;
    for (const KcChoice& kc :
         {KcChoice(1), KcChoice(2), KcChoice(4), KcChoice(8), KcChoice(KcRule::automatic)})
      results.push_back(with(kc));
    const auto fastest = std::min_element(results.begin(), results.end(), [](const auto& a, const auto& b) {
      return std::make_pair(a.cycles, a.kc) < std::make_pair(b.cycles, b.kc);
    });
    EXPECT_LT(fastest->cycles, results.back().cycles)
        << name << ": auto is the fastest, the test shows nothing";
    EXPECT_EQ(text_of(with(KcRule::best)), text_of(*fastest)) << name;
  }
}

TEST_F(ScnnSimulationTest, spilling_is_part_of_the_key) {
  MachineConfig small = config_;
  small.activation_ram.iaram_bytes = 40;
  EXPECT_NE(ScnnSimulation(small, *layer_, options_).key(), ScnnSimulation(config_, *layer_, options_).key());
}

TEST_F(ScnnSimulationTest, a_result_with_values_tells_the_timing) {
  options_.detail = CounterDetail::layers;
  SimulationOptions timing = options_;
  timing.values = timing.verify = false;
  for (const std::uint32_t oaram_bytes : {10240u, 100u}) {  // outputs surely fit, or not
    config_.activation_ram.oaram_bytes = oaram_bytes;
    const ScnnSimulation with_values(config_, *layer_, options_), without(config_, *layer_, timing);
    ASSERT_EQ(with_values.key(), without.key());
    const LayerResult result = run_in_child(with_values, "conv");
    const auto told = without.made_of(options_, result);
    ASSERT_TRUE(told);
    EXPECT_EQ(text_of(*told), text_of(run_in_child(without, "conv"))) << oaram_bytes;
    EXPECT_FALSE(with_values.made_of(timing, *told)) << "values from timing";
  }
}

TEST_F(ScnnSimulationTest, a_result_with_overflows_does_not_tell_the_timing) {
  options_.detail = CounterDetail::layers;
  SimulationOptions timing = options_;
  timing.values = timing.verify = false;
  config_.accumulator.bits = 8;
  const LayerResult result = run_in_child(ScnnSimulation(config_, *layer_, options_), "conv");
  ASSERT_GT(result.accumulator_overflows, 0u);
  EXPECT_FALSE(ScnnSimulation(config_, *layer_, timing).made_of(options_, result));
}

TEST_F(ScnnSimulationTest, group_counters_add_up_to_those_of_the_layer) {
  options_.detail = CounterDetail::groups;
  const LayerResult result = run_in_child(ScnnSimulation(config_, *layer_, options_), "conv");
  const auto& groups = result.counters->at("output_channel_groups");
  EXPECT_EQ(groups.at("channels"), nlohmann::ordered_json({8, 4}));
  EXPECT_EQ(
      groups.at("weight_words")[0].get<std::uint64_t>() + groups.at("weight_words")[1].get<std::uint64_t>(),
      result.counters->at("weight_broadcast").at("words"));
  const auto cycles = groups.at("cycles").get<std::vector<std::uint64_t>>();
  const auto waited = groups.at("barrier_pe_cycles").get<std::vector<std::uint64_t>>();
  // Behind the last step the last outputs are still post-processed. Whoever waits in it has no work left.
  EXPECT_LE(cycles[0] + cycles[1], result.cycles);
  EXPECT_GT(cycles[0] + cycles[1], result.cycles / 2);
  EXPECT_EQ(waited[0], result.owned_by(CycleOwner::barrier));
  EXPECT_LE(waited[1], result.owned_by(CycleOwner::idle));
  const auto& channels = result.counters->at("input_channels");
  for (const char* density : {"input_density", "weight_density"}) {
    const auto values = channels.at(density).get<std::vector<double>>();
    ASSERT_EQ(values.size(), 6u);
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 6;
    EXPECT_NEAR(mean, density[0] == 'i' ? result.input_density : result.weight_density, 1e-12);
  }
}

TEST_F(ScnnSimulationTest, counters_of_groups_leave_those_of_blocks_as_they_are) {
  const auto blocks = *run_in_child(ScnnSimulation(config_, *layer_, options_), "conv").counters;
  options_.detail = CounterDetail::groups;
  auto groups = *run_in_child(ScnnSimulation(config_, *layer_, options_), "conv").counters;
  groups.erase("output_channel_groups");
  groups.erase("input_channels");
  EXPECT_EQ(groups, blocks);
}

}  // namespace
}  // namespace scnnsim
