// SPDX-License-Identifier: Apache-2.0
// However a layer is run, it counts and computes the same: either engine, every quantum, every SIMD
// instruction set of this machine, any number of jobs. SCNNSIM_RANDOM_CASES sets how many layers.
#include <gtest/gtest.h>

#include <unistd.h>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "sim/cli/run/run_layers.h"
#include "sim/layer/layer_json.h"
#include "sim/layer/simulate_layer.h"
#include "tests/random/dice.h"
#include "tests/random/random_layers.h"
#include "traces/support/simd_dispatch.h"

namespace scnnsim {
namespace {

std::uint64_t cases() {
  const char* text = std::getenv("SCNNSIM_RANDOM_CASES");
  return text ? std::strtoull(text, nullptr, 10) : 24;
}

/// Every other case suits the batched engine, with any number of lanes and banks; short queues make it wait.
lockstep::RandomCase exactness_case(std::uint64_t seed) {
  lockstep::RandomCase random = lockstep::random_case(seed);
  if (seed % 2 == 0) return random;
  lockstep::Dice dice(seed + 1'000'000);
  MachineConfig& config = random.config;
  config.scatter.policy = dice.pick({ScatterPolicy::output_queued, ScatterPolicy::input_queued});
  config.scatter.output_queue_depth = dice.pick({1u, 2u, 3u, 8u, 8u, 253u, 254u, 255u});
  config.scatter.input_queue_depth = dice.pick({1u, 2u, 3u, 4u, 4u, 4u, 7u, 255u});
  auto& accumulator = config.accumulator;
  const std::uint32_t words = accumulator.banks * accumulator.entries;
  accumulator.banks = dice.pick({1u, 2u, 8u, 16u, 24u, 32u, 32u, 33u, 64u, 96u, 128u, 256u, 1024u});
  accumulator.entries = std::max(accumulator.entries, words / accumulator.banks + 1);
  accumulator.bank_hash = BankHash::linear;
  accumulator.merge = dice.pick({MergeMode::none, MergeMode::none, MergeMode::issue, MergeMode::grain});
  config.multiplier_array.f = dice.draw(1, dice.one_in(3) ? 16 : 4);
  config.multiplier_array.i = dice.draw(1, dice.one_in(3) ? 16 : 4);
  config.weight_broadcast.buffer_bytes += 64;  // for the longest vectors
  lockstep::spill_unless_tiles_fit(random);
  return random;
}

std::string counted(const lockstep::RandomCase& random, Cycle quantum, EngineKind engine) {
  SimulationOptions options;
  options.quantum = quantum;
  options.engine = engine;
  const LayerResult result = simulate_layer(random.config, random.layer, random.tensors, options);
  EXPECT_EQ(result.verified, Verified::yes) << result.first_mismatch;
  return layer_to_json(result).dump();
}

TEST(Exactness, BothEnginesAndEveryQuantumCountTheSame) {
  for (std::uint64_t seed = 4'000'000; seed < 4'000'000 + cases(); ++seed) {
    const lockstep::RandomCase random = exactness_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const std::string plain = counted(random, 1, EngineKind::product);
    EXPECT_EQ(counted(random, max_quantum, EngineKind::product), plain);
    for (const Cycle quantum : {Cycle{1}, Cycle{7}, Cycle{1000}, max_quantum})
      EXPECT_EQ(counted(random, quantum, EngineKind::automatic), plain) << "quantum " << quantum;
    if (HasFailure()) return;
  }
}

/// Steps of more weight vectors than are held decoded at once, and PEs with much and with little to do, which
/// come to them at different times.
lockstep::RandomCase long_steps(std::uint64_t seed) {
  lockstep::Dice dice(seed);
  lockstep::RandomCase random;
  LayerShape& shape = random.layer.shape;
  random.layer.name = "long";
  shape.C = 500, shape.K = 8, shape.H = shape.W = 8, shape.R = shape.S = 3;
  random.tensors.weights = Tensor<std::int16_t>({shape.K, shape.C, shape.R, shape.S});
  random.tensors.activations = Tensor<std::int16_t>({shape.C, shape.H, shape.W});
  for (std::int16_t& weight : random.tensors.weights.data)
    if (dice.chance(300)) weight = static_cast<std::int16_t>(dice.draw(1, 50));
  std::size_t at = 0;
  for (std::int16_t& value : random.tensors.activations.data)
    if (const std::uint32_t column = at++ % shape.W; dice.chance(column < 4 ? 600 : 20))
      value = static_cast<std::int16_t>(dice.draw(1, 50));
  MachineConfig& config = random.config;
  config.pe_array.rows = config.pe_array.columns = 2;
  config.scatter.policy = dice.pick({ScatterPolicy::output_queued, ScatterPolicy::input_queued});
  config.weight_fifo.entries = dice.pick({4u, 50u, 700u});
  return random;
}

TEST(Exactness, StepsOfManyWeightVectorsCountTheSame) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(seed);
    const lockstep::RandomCase random = long_steps(seed);
    const std::string plain = counted(random, 1000, EngineKind::product);
    for (const Cycle quantum : {Cycle{7}, max_quantum})
      EXPECT_EQ(counted(random, quantum, EngineKind::automatic), plain) << "quantum " << quantum;
  }
}

/// A small plane under a filter of `R` x `S` taps, with as much at its edges as in its middle.
lockstep::RandomCase large_filter(std::int64_t R, std::int64_t S) {
  lockstep::Dice dice(static_cast<std::uint64_t>(R * 100 + S));
  lockstep::RandomCase random;
  LayerShape& shape = random.layer.shape;
  random.layer.name = "large";
  shape.C = 4, shape.K = 8, shape.H = shape.W = 14, shape.R = R, shape.S = S;
  shape.pad_top = shape.pad_bottom = R / 2;
  shape.pad_left = shape.pad_right = S / 2;
  random.tensors.weights = Tensor<std::int16_t>({shape.K, shape.C, shape.R, shape.S});
  random.tensors.activations = Tensor<std::int16_t>({shape.C, shape.H, shape.W});
  for (Tensor<std::int16_t>* tensor : {&random.tensors.weights, &random.tensors.activations})
    for (std::int16_t& value : tensor->data)
      if (dice.chance(700)) value = static_cast<std::int16_t>(dice.draw(1, 50));
  random.config.pe_array.rows = random.config.pe_array.columns = 2;
  random.config.accumulator.entries = 4096;
  random.config.weight_broadcast.buffer_bytes += 64;
  return random;
}

lockstep::RandomCase large_machine(std::int64_t taps, std::uint32_t lanes, std::uint32_t banks,
                                   ScatterPolicy policy, MergeMode merge = MergeMode::none) {
  lockstep::RandomCase random = large_filter(taps, taps);
  MachineConfig& config = random.config;
  config.pe_array.rows = config.pe_array.columns = 1;
  config.multiplier_array.f = config.multiplier_array.i = lanes;
  config.accumulator.banks = banks;
  config.accumulator.entries = 32768;
  config.accumulator.merge = merge;
  config.scatter.policy = policy;
  config.mapping.kc = 4;
  return random;
}

lockstep::RandomCase products_to_one_bank() {
  lockstep::RandomCase random = large_machine(3, 16, 1, ScatterPolicy::output_queued);
  random.config.pe_array.rows = random.config.pe_array.columns = 2;
  random.config.mapping.kc = 8;
  return random;
}

/// Activations in the first column alone: with five rows of 16 columns, the fifth of a vector lies 64 behind
/// the first.
lockstep::RandomCase vectors_of_65_addresses() {
  lockstep::RandomCase random = large_machine(3, 5, 32, ScatterPolicy::output_queued, MergeMode::issue);
  auto& activations = random.tensors.activations.data;
  for (std::size_t n = 0; n < activations.size(); ++n) activations[n] = n % 14 == 0 ? 1 : 0;
  return random;
}

/// Beyond what random cases reach: more taps, lanes, addresses and elements of patterns than a narrower word
/// holds.
TEST(Exactness, LargeFiltersAndMachinesCountTheSame) {
  const auto output_queued = ScatterPolicy::output_queued, input_queued = ScatterPolicy::input_queued;
  const lockstep::RandomCase cases[] = {
      large_filter(7, 7),
      large_filter(8, 8),
      large_filter(3, 13),
      large_filter(9, 9),                                         // more than 64 taps
      products_to_one_bank(),                                     // 256 of an issue
      large_machine(7, 4, 1024, output_queued),                   // 49 tap classes of 2048 elements
      large_machine(7, 15, 32, output_queued, MergeMode::issue),  // addresses of a filter that span 127
      large_machine(3, 8, 32, input_queued),                      // 64 lanes
      large_machine(3, 8, 32, input_queued, MergeMode::issue),
      large_machine(3, 9, 32, input_queued),  // 81 lanes
      vectors_of_65_addresses()};
  std::size_t number = 0;
  for (const lockstep::RandomCase& one : cases) {
    SCOPED_TRACE(number++);
    EXPECT_EQ(counted(one, 1000, EngineKind::automatic), counted(one, 1000, EngineKind::product));
  }
}

TEST(Exactness, EveryInstructionSetCountsTheSame) {
  for (std::uint64_t seed = 5'000'000; seed < 5'000'000 + cases(); ++seed) {
    const lockstep::RandomCase random = exactness_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const std::string expected = counted(random, 1000, EngineKind::automatic);
    for (const SimdTarget& target : supported_simd_targets()) {
      const UseSimdTarget use(target);
      EXPECT_EQ(counted(random, 1000, EngineKind::automatic), expected) << target.name;
    }
    if (HasFailure()) return;
  }
}

/// A trace of the same layer three times, in a folder that goes with it.
class ThreeLayers {
 public:
  explicit ThreeLayers(const lockstep::RandomCase& random) {
    folder_ = std::filesystem::temp_directory_path() / ("scnnsim-exactness-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    request_.config = random.config;
    request_.trace.network = "random";
    request_.trace.folder = folder_;
    for (const char* name : {"one", "two", "three"}) {
      TraceLayer layer;
      layer.description = random.layer;
      layer.description.name = name;
      write_tensors(layer, random.tensors, folder_, request_.trace.layers);
      request_.trace.layers.push_back(layer);
    }
    request_.layers = request_.trace.layers;
    request_.energy_table = EnergyTable::load("16nm");
  }
  ~ThreeLayers() { std::filesystem::remove_all(folder_); }

  std::string run(unsigned jobs, Cycle quantum) {
    request_.jobs = jobs;
    request_.options.quantum = quantum;
    std::string text;
    for (const LayerRun& layer : run_layers(request_, nullptr).done)
      text += layer_to_json(layer.result).dump() + "\n";
    return text;
  }

 private:
  std::filesystem::path folder_;
  RunRequest request_;
};

TEST(Exactness, NeitherJobsNorQuantumChangeAResultOfARun) {
  for (std::uint64_t seed = 6'000'000; seed < 6'000'000 + cases() / 4; ++seed) {
    const lockstep::RandomCase random = exactness_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    ThreeLayers trace(random);
    const std::string one_by_one = trace.run(1, 1000);
    EXPECT_EQ(trace.run(2, 1000), one_by_one);
    EXPECT_EQ(trace.run(2, 7), one_by_one);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace scnnsim
