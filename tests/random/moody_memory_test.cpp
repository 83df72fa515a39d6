// SPDX-License-Identifier: Apache-2.0
// Behind the DRAM interface may stand a memory that answers late, out of order, and refuses requests: outputs
// stay right, every PE-cycle has one owner, and nothing depends on the quantum, the order of processes or the
// engine.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <numeric>

#include "sim/layer/layer_json.h"
#include "sim/layer/simulate_layer.h"
#include "tests/random/compare_results.h"
#include "tests/random/random_layers.h"
#include "tests/support/moody_memory.h"

namespace scnnsim {
namespace {

LayerResult run_moody(const lockstep::RandomCase& random, const Moods& moods, Cycle quantum,
                      std::uint32_t order = 0, EngineKind engine = EngineKind::automatic) {
  SimulationOptions options;
  options.quantum = quantum;
  options.process_order = order;
  options.engine = engine;
  options.memory = moody_memory(moods);
  return simulate_layer(random.config, random.layer, random.tensors, options);
}

Moods moods_of(std::uint64_t seed) {
  Moods moods;
  moods.seed = static_cast<std::uint32_t>(seed);
  moods.places = 1 + static_cast<std::uint32_t>(seed % 9);
  moods.longest_answer = seed % 4 == 0 ? 5 : 400;
  moods.percent_refused = static_cast<std::uint32_t>(seed % 3) * 45;
  moods.answers_in_every_way = seed % 2 == 0;
  return moods;
}

TEST(MoodyMemory, ChangesNoOutputAndLeavesEveryCycleOneOwner) {
  std::uint64_t writes = 0, inputs = 0, slower = 0;
  for (std::uint64_t seed = 7'000'000; seed < 7'000'000 + random_cases(400) / 4; ++seed) {
    const lockstep::RandomCase random = lockstep::random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const LayerResult pipe = simulate_layer(random.config, random.layer, random.tensors);
    const LayerResult result = run_moody(random, moods_of(seed), 1000);
    EXPECT_EQ(result.verified, Verified::yes) << result.first_mismatch;
    EXPECT_EQ(std::accumulate(result.pe_cycles.begin(), result.pe_cycles.end(), std::uint64_t{0}),
              result.cycles * result.pes);
    EXPECT_EQ(result.multiplies, pipe.multiplies);
    EXPECT_EQ(result.dram_weight_bytes, pipe.dram_weight_bytes);
    EXPECT_EQ(result.dram_input_bytes, pipe.dram_input_bytes);
    EXPECT_EQ(result.dram_output_bytes, pipe.dram_output_bytes);
    writes += result.dram_output_bytes > 0;
    inputs += result.dram_input_bytes > 0;
    slower += result.owned_by(CycleOwner::weights) > pipe.owned_by(CycleOwner::weights);
    if (HasFailure()) return;
  }
  EXPECT_GT(writes, 0u);
  EXPECT_GT(inputs, 0u);
  EXPECT_GT(slower, 0u);
}

TEST(MoodyMemory, ResultsDoNotDependOnQuantumProcessOrderOrEngine) {
  for (std::uint64_t seed = 8'000'000; seed < 8'000'000 + random_cases(400) / 10; ++seed) {
    const lockstep::RandomCase random = lockstep::random_case(seed);
    const Moods moods = moods_of(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const std::string lock_step = layer_to_json(run_moody(random, moods, 1, 0, EngineKind::product)).dump();
    EXPECT_EQ(layer_to_json(run_moody(random, moods, 7)).dump(), lock_step);
    EXPECT_EQ(layer_to_json(run_moody(random, moods, 1000, 1)).dump(), lock_step);
    const auto order = static_cast<std::uint32_t>(seed);
    EXPECT_EQ(layer_to_json(run_moody(random, moods, max_quantum, order)).dump(), lock_step);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace scnnsim
