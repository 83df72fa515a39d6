// SPDX-License-Identifier: Apache-2.0
// Random layers on machines with a banked memory: against the lock-step reference, which has a banked memory
// of its own, and against themselves under other quanta, process orders and engines.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sim/architectures/dense.h"
#include "sim/layer/layer_json.h"
#include "sim/layer/simulate_layer.h"
#include "tests/random/compare_results.h"
#include "tests/random/random_layers.h"
#include "tests/reference/dense_machine.h"
#include "tests/reference/lockstep_machine.h"
#include "tests/support/dram_devices.h"

namespace scnnsim {
namespace {

lockstep::RandomCase banked_case(std::uint64_t seed) {
  lockstep::RandomCase random = lockstep::random_case(seed);
  lockstep::Dice dice(seed);
  draw_banked_memory(random.config, dice);
  random.config.dcnn.sram_bytes = 64u << (seed % 12);  // about half of the layers exceed it
  random.text += "\n" + to_yaml(random.config, false);
  return random;
}

LayerResult run_banked(const lockstep::RandomCase& random, Cycle quantum, std::uint32_t order = 0,
                       EngineKind engine = EngineKind::automatic) {
  SimulationOptions options;
  options.quantum = quantum;
  options.process_order = order;
  options.engine = engine;
  return simulate_layer(random.config, random.layer, random.tensors, options);
}

TEST(BankedMemory, TheMachineTakesTheCyclesOfTheLockstepReference) {
  std::uint64_t hits = 0, writes = 0;
  for (std::uint64_t seed = 9'000'000; seed < 9'000'000 + random_cases(400) / 4; ++seed) {
    const lockstep::RandomCase random = banked_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const LayerResult machine = run_banked(random, 1000);
    expect_equal_counts(machine, lockstep::simulate(random.config, random.layer, random.tensors));
    EXPECT_EQ(machine.verified, Verified::yes) << machine.first_mismatch;
    EXPECT_GE(machine.dram_moved_bytes,
              machine.dram_weight_bytes + machine.dram_input_bytes + machine.dram_output_bytes);
    hits += machine.dram_row_hits.value_or(0);
    writes += machine.dram_output_bytes > 0;
    if (HasFailure()) return;
  }
  EXPECT_GT(hits, 0u);
  EXPECT_GT(writes, 0u);
}

TEST(BankedMemory, ResultsDoNotDependOnQuantumProcessOrderOrEngine) {
  for (std::uint64_t seed = 10'000'000; seed < 10'000'000 + random_cases(400) / 10; ++seed) {
    const lockstep::RandomCase random = banked_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const std::string lock_step = layer_to_json(run_banked(random, 1, 0, EngineKind::product)).dump();
    EXPECT_EQ(layer_to_json(run_banked(random, 7)).dump(), lock_step);
    EXPECT_EQ(layer_to_json(run_banked(random, 1000, 1)).dump(), lock_step);
    const auto order = static_cast<std::uint32_t>(seed);
    EXPECT_EQ(layer_to_json(run_banked(random, max_quantum, order)).dump(), lock_step);
    if (HasFailure()) return;
  }
}

TEST(BankedMemory, DenseMachinesTakeTheCyclesOfTheirReference) {
  for (std::uint64_t seed = 11'000'000; seed < 11'000'000 + random_cases(400) / 4; ++seed) {
    const lockstep::RandomCase random = banked_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    expect_equal_counts(
        simulate_dense_layer(random.config, random.layer, random.tensors, {}, DenseKind::plain),
        lockstep::simulate_dense_machine(random.config, random.layer, random.tensors,
                                         lockstep::DenseVariant::plain));
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace scnnsim
