// SPDX-License-Identifier: Apache-2.0
// The machine against the independent lock-step reference, and against itself under other quanta and process
// orders, on random layers and configurations. SCNNSIM_RANDOM_CASES sets how many (tools/test --full runs
// thousands).
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/layer/layer_json.h"
#include "sim/layer/simulate_layer.h"
#include "tests/random/compare_results.h"
#include "tests/random/random_layers.h"
#include "tests/reference/lockstep_machine.h"

namespace scnnsim {
namespace {

/// Dense weights, dense activations, both, in turn.
lockstep::DenseOperands dense_operands(std::uint64_t seed) {
  return {seed % 3 != 1, seed % 3 != 0};
}

LayerResult run(const lockstep::RandomCase& random, Cycle quantum, std::uint32_t order = 0,
                EngineKind engine = EngineKind::automatic, const lockstep::DenseOperands& dense = {}) {
  SimulationOptions options;
  options.engine = engine;
  options.quantum = quantum;
  options.process_order = order;
  return simulate_layer(random.config, random.layer, random.tensors, options,
                        {!dense.weights, !dense.activations});
}

void expect_equal(const LayerResult& machine, const lockstep::LockstepResult& reference) {
  expect_equal_counts(machine, reference);
  EXPECT_EQ(machine.useful_multiplies, reference.useful_multiplies);
  EXPECT_EQ(machine.placeholders, reference.placeholders);
  EXPECT_EQ(machine.weight_fifo_reads, reference.weight_fifo_reads);
  EXPECT_EQ(machine.halo_words, reference.halo_words);
  EXPECT_EQ(machine.ppu_entries, reference.ppu_entries);
  EXPECT_EQ(machine.temporal_tiles, reference.temporal_tiles);
  EXPECT_EQ(machine.kc, reference.kc);
}

TEST(RandomLayers, MachineCountsWhatTheLockstepReferenceCounts) {
  for (std::uint64_t seed = 0; seed < random_cases(400); ++seed) {
    const lockstep::RandomCase random = lockstep::random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const LayerResult machine = run(random, 1000);
    expect_equal(machine, lockstep::simulate(random.config, random.layer, random.tensors));
    EXPECT_EQ(machine.verified, Verified::yes) << machine.first_mismatch;
    if (HasFailure()) return;
  }
}

TEST(RandomLayers, EveryPeCycleHasOneOwner) {
  for (std::uint64_t seed = 1'000'000; seed < 1'000'000 + random_cases(400) / 4; ++seed) {
    const lockstep::RandomCase random = lockstep::random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const LayerResult result = run(random, 1000);
    std::uint64_t owned = 0;
    for (const std::uint64_t cycles : result.pe_cycles) owned += cycles;
    EXPECT_EQ(owned, result.cycles * result.pes);
  }
}

TEST(RandomLayers, ResultsDoNotDependOnQuantumOrProcessOrder) {
  for (std::uint64_t seed = 2'000'000; seed < 2'000'000 + random_cases(400) / 4; ++seed) {
    const lockstep::RandomCase random = lockstep::random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const std::string lock_step = layer_to_json(run(random, 1)).dump();
    EXPECT_EQ(layer_to_json(run(random, 7)).dump(), lock_step);
    EXPECT_EQ(layer_to_json(run(random, 1000, 1)).dump(), lock_step);
    EXPECT_EQ(layer_to_json(run(random, max_quantum, static_cast<std::uint32_t>(seed))).dump(), lock_step);
    if (HasFailure()) return;
  }
}

/// Changes a configuration to one that the batched engine reads bank patterns in, which chance would bring
/// less often. The accumulators hold at least as many words as before.
void suit_bank_patterns(lockstep::RandomCase& random, std::uint64_t seed,
                        const lockstep::DenseOperands& dense = {}) {
  MachineConfig& config = random.config;
  config.scatter.policy = ScatterPolicy::output_queued;
  config.accumulator.bank_hash = BankHash::linear;
  config.accumulator.merge = MergeMode::none;
  const std::uint32_t words = config.accumulator.banks * config.accumulator.entries;
  config.accumulator.banks = seed % 5 == 0 ? 64 : 32;
  config.accumulator.entries = ceil_divide(words, config.accumulator.banks);
  lockstep::spill_unless_tiles_fit(random, dense);
}

TEST(RandomLayers, TheBatchedEngineCountsWhatTheProductEngineCounts) {
  for (std::uint64_t seed = 3'000'000; seed < 3'000'000 + random_cases(400); ++seed) {
    lockstep::RandomCase random = lockstep::random_case(seed);
    suit_bank_patterns(random, seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const Cycle quantum = seed % 2 == 0 ? 10'000 : 50;
    const std::string by_product = layer_to_json(run(random, quantum, 0, EngineKind::product)).dump();
    EXPECT_EQ(layer_to_json(run(random, quantum)).dump(), by_product);
    if (HasFailure()) return;
  }
}

TEST(RandomLayersWithDenseOperands, MachineCountsWhatTheLockstepReferenceCounts) {
  for (std::uint64_t seed = 4'000'000; seed < 4'000'000 + random_cases(150); ++seed) {
    const lockstep::DenseOperands dense = dense_operands(seed);
    const lockstep::RandomCase random = lockstep::random_case(seed, dense);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const LayerResult machine = run(random, 1000, 0, EngineKind::automatic, dense);
    expect_equal(machine, lockstep::simulate(random.config, random.layer, random.tensors, dense));
    EXPECT_EQ(machine.verified, Verified::yes) << machine.first_mismatch;
    if (HasFailure()) return;
  }
}

TEST(RandomLayersWithDenseOperands, ResultsDoNotDependOnQuantumOrProcessOrder) {
  for (std::uint64_t seed = 5'000'000; seed < 5'000'000 + random_cases(150) / 4; ++seed) {
    const lockstep::DenseOperands dense = dense_operands(seed);
    const lockstep::RandomCase random = lockstep::random_case(seed, dense);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const std::string lock_step = layer_to_json(run(random, 1, 0, EngineKind::automatic, dense)).dump();
    EXPECT_EQ(layer_to_json(run(random, 7, 0, EngineKind::automatic, dense)).dump(), lock_step);
    EXPECT_EQ(layer_to_json(run(random, 1000, 1, EngineKind::automatic, dense)).dump(), lock_step);
    const auto order = static_cast<std::uint32_t>(seed);
    EXPECT_EQ(layer_to_json(run(random, max_quantum, order, EngineKind::automatic, dense)).dump(), lock_step);
    if (HasFailure()) return;
  }
}

TEST(RandomLayersWithDenseOperands, TheBatchedEngineCountsWhatTheProductEngineCounts) {
  for (std::uint64_t seed = 6'000'000; seed < 6'000'000 + random_cases(100); ++seed) {
    const lockstep::DenseOperands dense = dense_operands(seed);
    lockstep::RandomCase random = lockstep::random_case(seed, dense);
    suit_bank_patterns(random, seed, dense);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const Cycle quantum = seed % 2 == 0 ? 10'000 : 50;
    const std::string by_product = layer_to_json(run(random, quantum, 0, EngineKind::product, dense)).dump();
    EXPECT_EQ(layer_to_json(run(random, quantum, 0, EngineKind::automatic, dense)).dump(), by_product);
    if (HasFailure()) return;
  }
}

TEST(RandomLayers, LockStepTakesNoLeadAndALargerQuantumDoes) {
  Cycle largest = 0;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const lockstep::RandomCase random = lockstep::random_case(seed);
    EXPECT_EQ(run(random, 1).largest_lead, 0u);
    largest = std::max<Cycle>(largest, run(random, 1000).largest_lead);
  }
  EXPECT_GT(largest, 0u);
}

}  // namespace
}  // namespace scnnsim
