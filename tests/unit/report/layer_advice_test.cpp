// SPDX-License-Identifier: Apache-2.0
// What a report proposes is tried: the layer is simulated again with it.
#include "sim/report/layer_advice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/architectures/architecture.h"
#include "sim/layer/child_result.h"
#include "sim/report/layer_causes.h"
#include "traces/generate.h"
#include "traces/trace.h"

namespace scnnsim {
namespace {

using Settings = std::vector<std::string>;

MachineConfig with(MachineConfig config, const Settings& settings) {
  for (const std::string& one : settings) set_parameter(config, one, "test");
  config.check();
  return config;
}

LayerResult run(SharedLayer& layer, const MachineConfig& config, const std::string& architecture) {
  SimulationOptions options;
  options.values = options.verify = false;
  const auto prepared = find_architecture(architecture, "test").prepare(config, layer, options);
  LayerResult result = run_in_child(*prepared, layer.description().name);
  result.architecture = architecture;
  return result;
}

std::vector<LayerCause> causes_of(const LayerResult& result, const MachineConfig& config) {
  const auto counters = nlohmann::json::parse(result.counters.copy().dump());
  return layer_causes(
      result, read_pe_counters(counters, config.pe_array.rows, config.pe_array.columns, "test"), config);
}

/// A layer of a trace that comes with the program.
std::shared_ptr<SharedLayer> digits(const std::string& name) {
  const Trace trace = Trace::open(SCNNSIM_SOURCE_DIR "/traces/digits-vector-0.30");
  for (const TraceLayer& layer : trace.layers)
    if (layer.description.name == name)
      return std::make_shared<SharedLayer>(layer.description, trace.load(layer, 16));
  throw std::logic_error("no such layer");
}

std::shared_ptr<SharedLayer> drawn(NetworkLayer layer) {
  GenerateOptions options;
  options.granularity = Granularity::element;
  options.weight_density = 0.3;
  layer.input_density = 0.4;
  LayerTensors tensors = generate_layer(layer, options);
  return std::make_shared<SharedLayer>(layer.description, std::move(tensors));
}

/// A layer of a published network.
std::shared_ptr<SharedLayer> published(const std::string& network, const std::string& name) {
  for (const NetworkLayer& layer : find_network(network).layers)
    if (layer.description.name == name) return drawn(layer);
  throw std::logic_error("no such layer");
}

std::shared_ptr<SharedLayer> made(std::uint32_t channels, std::uint32_t filters, std::uint32_t plane,
                                  std::uint32_t taps, std::uint32_t groups = 1) {
  NetworkLayer layer;
  layer.description.name = "made";
  LayerShape& shape = layer.description.shape;
  shape.C = channels;
  shape.K = filters;
  shape.H = shape.W = plane;
  shape.R = shape.S = taps;
  shape.pad_top = shape.pad_bottom = shape.pad_left = shape.pad_right = taps / 2;
  shape.groups = groups;
  return drawn(layer);
}

std::string text_of(const std::vector<LayerCause>& causes) {
  std::string text;
  for (const LayerCause& cause : causes) text += cause.why + " " + cause.to_try() + "\n";
  return text;
}

/// Tries all that is proposed for the layer on the machine: cycles fall, or stay where a smaller array is
/// said to be as fast. Returns what was proposed.
std::vector<Settings> tried(SharedLayer& layer, const Settings& machine, const std::string& architecture) {
  const MachineConfig config = with({}, machine);
  const LayerResult before = run(layer, config, architecture);
  const std::vector<LayerCause> causes = causes_of(before, config);
  std::vector<Settings> proposed;
  for (const LayerCause& cause : causes) {
    EXPECT_FALSE(cause.to_try().empty());
    for (const LayerAdvice& advice : cause.advice) {
      if (std::find(proposed.begin(), proposed.end(), advice.settings) != proposed.end()) continue;
      proposed.push_back(advice.settings);
      const LayerResult after = run(layer, with(config, advice.settings), architecture);
      if (advice.gain > 0)
        EXPECT_LT(after.cycles, before.cycles) << layer.description().name << ": " << cause.to_try();
      else
        EXPECT_LE(after.cycles, before.cycles) << layer.description().name << ": " << cause.to_try();
    }
  }
  return proposed;
}

/// The same where these settings have to be among what is proposed.
void expect_proposed(SharedLayer& layer, const Settings& machine, const Settings& expected,
                     const std::string& architecture = "scnn") {
  const std::vector<Settings> proposed = tried(layer, machine, architecture);
  if (std::find(proposed.begin(), proposed.end(), expected) != proposed.end()) return;
  const MachineConfig config = with({}, machine);
  ADD_FAILURE() << "not proposed: " << expected.front() << " ...; but\n"
                << text_of(causes_of(run(layer, config, architecture), config));
}

void expect_none(SharedLayer& layer, const Settings& machine, const std::string& architecture = "scnn") {
  const MachineConfig config = with({}, machine);
  const std::vector<LayerCause> causes = causes_of(run(layer, config, architecture), config);
  EXPECT_FALSE(causes.empty());
  for (const LayerCause& cause : causes) {
    EXPECT_TRUE(cause.advice.empty()) << cause.to_try();
    EXPECT_EQ(cause.to_try().rfind("No rule proposes a change: ", 0), 0u) << cause.to_try();
    EXPECT_GT(cause.no_advice.size(), 10u);
  }
}

TEST(LayerAdvice, few_tiles_of_one_position_ask_for_larger_pes_or_a_smaller_array) {
  const Settings larger{"pe_array.rows=4", "pe_array.columns=4", "multiplier_array.f=16",
                        "multiplier_array.i=4", "accumulator.banks=128"};
  expect_proposed(*digits("conv4"), {}, larger);
  expect_proposed(*digits("conv4"), {}, {"pe_array.rows=4", "pe_array.columns=4"});
}

TEST(LayerAdvice, a_plane_that_leaves_the_last_pes_without_a_tile_asks_for_a_quarter_of_the_pes) {
  const Settings quarter{"pe_array.rows=4",
                         "pe_array.columns=4",
                         "multiplier_array.f=16",
                         "multiplier_array.i=4",
                         "accumulator.banks=128",
                         "activation_ram.iaram_bytes=40960",
                         "activation_ram.oaram_bytes=40960",
                         "ppu.entries_per_cycle=16",
                         "ppu.halo_words_per_cycle=16"};
  // 28 x 28 outputs: 4 x 4 on 7 x 7 of 8 x 8 PEs, 7 x 7 on 4 x 4.
  expect_proposed(*published("vgg16", "conv4_1"), {}, quarter);
  expect_proposed(*published("googlenet", "inception_3a/3x3"), {}, quarter);
  // 13 x 13 outputs: the activations of 2 x 2 always fit one vector.
  const std::vector<Settings> proposed = tried(*published("alexnet", "conv4"), {}, "scnn");
  EXPECT_EQ(std::find(proposed.begin(), proposed.end(), quarter), proposed.end());
}

TEST(LayerAdvice, larger_pes_keep_the_speed_of_all_ppus) {
  // Many outputs of few products: with PPUs as slow as before, a quarter of the PEs took a fifth longer.
  NetworkLayer layer;
  layer.description.name = "made";
  LayerShape& shape = layer.description.shape;
  shape.C = 16;
  shape.K = 128;
  shape.H = 10;
  shape.W = 38;
  shape.R = shape.S = 1;
  GenerateOptions options;
  options.granularity = Granularity::element;
  options.weight_density = 1.0;
  layer.input_density = 0.2;
  LayerTensors tensors = generate_layer(layer, options);
  SharedLayer shared(layer.description, std::move(tensors));
  bool is_proposed = false;
  for (const Settings& one : tried(shared, {}, "scnn"))
    is_proposed = is_proposed || std::find(one.begin(), one.end(), "ppu.entries_per_cycle=16") != one.end();
  EXPECT_TRUE(is_proposed);
}

TEST(LayerAdvice, dense_machines_are_told_no_keys_of_accumulators) {
  const auto layer = digits("conv4");
  expect_proposed(*layer, {}, {"pe_array.rows=4", "pe_array.columns=4"}, "dcnn");
  for (const Settings& settings : tried(*layer, {}, "dcnn"))
    for (const std::string& one : settings) EXPECT_EQ(one.find("accumulator"), std::string::npos) << one;
  expect_none(*digits("conv1"), {}, "dcnn");
}

TEST(LayerAdvice, vectors_of_one_activation_ask_for_another_shape) {
  expect_proposed(*digits("conv3"), {}, {"multiplier_array.f=16", "multiplier_array.i=1"});
  expect_proposed(*published("googlenet", "inception_5b/5x5"), {},
                  {"multiplier_array.f=16", "multiplier_array.i=1"});
}

TEST(LayerAdvice, conflicts_ask_for_banks_or_queues) {
  expect_proposed(*digits("conv2"), {"accumulator.banks=8", "accumulator.entries=128"},
                  {"accumulator.banks=16"});
  expect_proposed(*digits("conv2"), {"scatter.policy=serialized"}, {"scatter.policy=output_queued"});
  expect_none(*digits("conv1"), {"accumulator.banks=1024"});
}

TEST(LayerAdvice, nothing_is_proposed_where_the_slowest_pe_is_always_the_same) {
  // conv2 waits at barriers and for FIFOs of slower PEs; more entries or larger groups make it no faster.
  expect_none(*digits("conv2"), {});
}

TEST(LayerAdvice, short_blocks_of_weights_ask_for_larger_groups) {
  expect_proposed(*made(256, 64, 16, 1), {}, {"mapping.kc=16", "accumulator.entries=64"});
}

TEST(LayerAdvice, groups_of_a_grouped_convolution_stay) {
  // 8 filters of a group are all that one step can take.
  const auto layer = made(64, 64, 14, 3, 8);
  const MachineConfig config = with({}, {"pe.block_switch_cycles=5"});
  LayerResult result = run(*layer, config, "scnn");
  auto counters = nlohmann::json::parse(result.counters.copy().dump());
  PeCounters of_pes = read_pe_counters(counters, 8, 8, "test");
  of_pes.of_channels["input_density"].assign(64, 0.4);  // of --detail groups
  const LayerFacts facts(result, of_pes, config);
  EXPECT_EQ(facts.filters, 64u);
  EXPECT_EQ(facts.products_of_output, 72u);
  EXPECT_FALSE(larger_groups(facts, result, config).has_value());
  // Blocks alone do not tell.
  const auto unknown =
      larger_groups(LayerFacts(result, read_pe_counters(counters, 8, 8, "test"), config), result, config);
  ASSERT_TRUE(unknown.has_value());
  EXPECT_EQ(unknown->effect.rfind("If the layer is no grouped convolution, ", 0), 0u) << unknown->effect;
}

TEST(LayerAdvice, accumulators_that_cap_kc_are_enlarged_not_kc) {
  const auto layer = made(256, 64, 16, 1);
  const Settings machine{"mapping.kc=8", "accumulator.entries=1"};
  const MachineConfig config = with({}, machine);
  EXPECT_LT(run(*layer, with({}, {"mapping.kc=64", "accumulator.entries=1"}), "scnn").kc, 64u);
  for (const Settings& settings : tried(*layer, {"mapping.kc=64", "accumulator.entries=1"}, "scnn"))
    EXPECT_NE(settings.front().rfind("mapping.kc=", 0), 0u) << settings.front();
}

TEST(LayerAdvice, slow_memories_and_broadcasts_ask_for_more) {
  const auto layer = made(256, 64, 16, 1);
  expect_proposed(*layer, {"dram.bandwidth=5"}, {"dram.bandwidth=10"});
  expect_proposed(*layer, {"dram.bandwidth=5"}, {"dram.bandwidth=10"}, "dcnn");
  expect_proposed(*layer, {"weight_broadcast.entries_per_cycle=1"}, {"weight_broadcast.entries_per_cycle=2"});
}

TEST(LayerAdvice, slow_post_processing_asks_for_more) {
  expect_proposed(*made(8, 16, 40, 3), {"ppu.entries_per_cycle=1"},
                  {"ppu.entries_per_cycle=2", "ppu.halo_words_per_cycle=8"});
}

TEST(LayerAdvice, all_that_is_proposed_is_legal) {
  // Keys at the ends of their ranges, and a hash that needs a power of two.
  for (const Settings& machine :
       {Settings{"accumulator.banks=1024", "scatter.policy=serialized"},
        Settings{"scatter.output_queue_depth=255", "accumulator.banks=16"},
        Settings{"multiplier_array.f=16", "multiplier_array.i=16", "accumulator.banks=1024"},
        Settings{"dram.bandwidth=100000", "dram.latency=1000"}, Settings{"accumulator.entries=65536"},
        Settings{"accumulator.bank_hash=xor"}, Settings{"mapping.kc=auto"}, Settings{"mapping.kc=1024"},
        Settings{"scatter.policy=ideal"}, Settings{"scatter.policy=input_queued"},
        Settings{"dram.model=banked"}})
    for (const char* name : {"conv1", "conv3", "conv4"}) {
      const auto layer = digits(name);
      const MachineConfig config = with({}, machine);
      for (const LayerCause& cause : causes_of(run(*layer, config, "scnn"), config))
        for (const LayerAdvice& advice : cause.advice) EXPECT_NO_THROW(with(config, advice.settings));
    }
}

}  // namespace
}  // namespace scnnsim
