// SPDX-License-Identifier: Apache-2.0
// The machine against the independent lock-step reference, and against itself under other quanta and process
// orders, on random layers and configurations. SCNNSIM_RANDOM_CASES sets how many (tools/test --full runs
// thousands).
#include <gtest/gtest.h>

#include <cstdlib>

#include "sim/results/layer_json.h"
#include "sim/simulate_layer.h"
#include "tests/random/random_layers.h"
#include "tests/reference/lockstep_machine.h"

namespace scnnsim {
namespace {

std::uint64_t cases() {
  const char* text = std::getenv("SCNNSIM_RANDOM_CASES");
  return text ? std::strtoull(text, nullptr, 10) : 400;
}

LayerResult run(const lockstep::RandomCase& random, Cycle quantum, std::uint32_t order = 0,
                bool by_vectors = true) {
  SimulationOptions options;
  options.by_vectors = by_vectors;
  options.quantum = quantum;
  options.process_order = order;
  return simulate_layer(random.config, random.layer, random.tensors, options);
}

void expect_equal(const LayerResult& machine, const lockstep::LockstepResult& reference) {
  EXPECT_EQ(machine.cycles, reference.cycles);
  for (std::size_t owner = 0; owner < cycle_owner_count; ++owner)
    EXPECT_EQ(machine.pe_cycles[owner], reference.owned_by(static_cast<CycleOwner>(owner)))
        << "PE-cycles: " << to_string(static_cast<CycleOwner>(owner));
  EXPECT_EQ(machine.multiplies, reference.multiplies);
  EXPECT_EQ(machine.useful_multiplies, reference.useful_multiplies);
  EXPECT_EQ(machine.placeholders, reference.placeholders);
  EXPECT_EQ(machine.iaram_reads, reference.iaram_reads);
  EXPECT_EQ(machine.oaram_writes, reference.oaram_writes);
  EXPECT_EQ(machine.weight_fifo_writes, reference.weight_fifo_writes);
  EXPECT_EQ(machine.weight_fifo_reads, reference.weight_fifo_reads);
  EXPECT_EQ(machine.accumulator_updates, reference.accumulator_updates);
  EXPECT_EQ(machine.halo_words, reference.halo_words);
  EXPECT_EQ(machine.ppu_entries, reference.ppu_entries);
  EXPECT_EQ(machine.dram_weight_bytes, reference.dram_weight_bytes);
  EXPECT_EQ(machine.dram_input_bytes, reference.dram_input_bytes);
  EXPECT_EQ(machine.dram_output_bytes, reference.dram_output_bytes);
  EXPECT_EQ(machine.temporal_tiles, reference.temporal_tiles);
  EXPECT_EQ(machine.kc, reference.kc);
  EXPECT_EQ(machine.input_spilled, reference.input_spilled);
  EXPECT_EQ(machine.output_spilled, reference.output_spilled);
}

TEST(RandomLayers, MachineCountsWhatTheLockstepReferenceCounts) {
  for (std::uint64_t seed = 0; seed < cases(); ++seed) {
    const lockstep::RandomCase random = lockstep::random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const LayerResult machine = run(random, 1000);
    expect_equal(machine, lockstep::simulate(random.config, random.layer, random.tensors));
    EXPECT_EQ(machine.verified, Verified::yes) << machine.first_mismatch;
    if (HasFailure()) return;
  }
}

TEST(RandomLayers, EveryPeCycleHasOneOwner) {
  for (std::uint64_t seed = 1'000'000; seed < 1'000'000 + cases() / 4; ++seed) {
    const lockstep::RandomCase random = lockstep::random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const LayerResult result = run(random, 1000);
    std::uint64_t owned = 0;
    for (const std::uint64_t cycles : result.pe_cycles) owned += cycles;
    EXPECT_EQ(owned, result.cycles * result.pes);
  }
}

TEST(RandomLayers, ResultsDoNotDependOnQuantumOrProcessOrder) {
  for (std::uint64_t seed = 2'000'000; seed < 2'000'000 + cases() / 4; ++seed) {
    const lockstep::RandomCase random = lockstep::random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const std::string lock_step = layer_to_json(run(random, 1)).dump();
    EXPECT_EQ(layer_to_json(run(random, 7)).dump(), lock_step);
    EXPECT_EQ(layer_to_json(run(random, 1000, 1)).dump(), lock_step);
    EXPECT_EQ(layer_to_json(run(random, max_quantum, static_cast<std::uint32_t>(seed))).dump(), lock_step);
    if (HasFailure()) return;
  }
}

/// The configurations that pe_by_vectors.cpp takes, more often than chance would bring them.
TEST(RandomLayers, WorkByWholeVectorsCountsWhatWorkByProductsCounts) {
  for (std::uint64_t seed = 3'000'000; seed < 3'000'000 + cases(); ++seed) {
    lockstep::RandomCase random = lockstep::random_case(seed);
    random.config.scatter.policy = ScatterPolicy::output_queued;
    random.config.accumulator.bank_hash = BankHash::linear;
    random.config.accumulator.merge = MergeMode::none;
    random.config.accumulator.banks = seed % 3 == 0 ? 64 : 32;
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const Cycle quantum = seed % 2 == 0 ? 10'000 : 50;
    const std::string by_products = layer_to_json(run(random, quantum, 0, false)).dump();
    EXPECT_EQ(layer_to_json(run(random, quantum)).dump(), by_products);
    if (HasFailure()) return;
  }
}

TEST(RandomLayers, LockStepTakesNoLeadAndALargerQuantumDoes) {
  const lockstep::RandomCase random = lockstep::random_case(3);
  EXPECT_EQ(run(random, 1).largest_lead, 0u);
  EXPECT_GT(run(random, 1000).largest_lead, 0u);
}

}  // namespace
}  // namespace scnnsim
