// SPDX-License-Identifier: Apache-2.0
// Timing without values (SimulationOptions::values off) against timing with them, on random layers with
// compressed and dense operands. SCNNSIM_RANDOM_CASES sets how many.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "sim/layer/layer_json.h"
#include "sim/layer/simulate_layer.h"
#include "tests/random/compare_results.h"
#include "tests/random/random_layers.h"
#include "tests/reference/mapping.h"
#include "tests/reference/unit_layer.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

/// A random layer with one of the four pairs of operand forms in turn.
struct Case {
  lockstep::DenseOperands dense;
  lockstep::RandomCase random;
  OperandForms forms;

  explicit Case(std::uint64_t seed)
      : dense{seed % 4 >= 2, seed % 2 == 1},
        random(lockstep::random_case(seed, dense)),
        forms{!dense.weights, !dense.activations} {}

  LayerResult run(bool values, EngineKind engine = EngineKind::automatic) const {
    SimulationOptions options;
    options.verify = false;
    options.values = values;
    options.engine = engine;
    return simulate_layer(random.config, random.layer, random.tensors, options, forms);
  }

  void bring_output() {
    const Tensor<std::int64_t> sums = lockstep::plain_convolution(random.layer, random.tensors);
    random.tensors.output = sums;
  }

  /// No PE can own more outputs than its OARAM holds: whether they spill is known without them.
  bool outputs_surely_fit() const {
    const LayerShape& shape = random.layer.shape;
    return std::uint64_t{shape.K} * shape.P() * shape.Q() <=
           lockstep::words_held(random.config.activation_ram.oaram_bytes, random.config, dense);
  }
};

/// Everything that is known without sums: cycles, owners, accesses, the counters of every block.
std::string timing_of(const LayerResult& result) {
  Json json = layer_to_json(result);
  json.erase("accumulator_overflows");
  for (auto& [path, counters] : json.at("counters").items()) counters.erase("overflows");
  return json.dump();
}

/// ... and without outputs.
std::string timing_without_outputs(const LayerResult& result) {
  Json json = Json::parse(timing_of(result));
  json.erase("output_density");
  json.erase("oaram_writes");
  for (auto& [path, counters] : json.at("counters").items())
    if (path.find("oaram") != std::string::npos) counters.erase("writes");
  return json.dump();
}

TEST(ValuesOff, CyclesAndAccessesAreThoseOfValuesOn) {
  std::uint64_t unknown = 0, spilling = 0;
  for (std::uint64_t seed = 7'000'000; seed < 7'000'000 + random_cases(60); ++seed) {
    const Case test(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + test.random.text);
    const LayerResult on = test.run(true), off = test.run(false);
    EXPECT_EQ(timing_without_outputs(off), timing_without_outputs(on));
    EXPECT_EQ(timing_without_outputs(test.run(false, EngineKind::product)), timing_without_outputs(on));
    EXPECT_EQ(off.verified, Verified::off);
    if (test.outputs_surely_fit() && !test.random.tensors.written) {
      EXPECT_FALSE(off.output_density.has_value());
      EXPECT_FALSE(off.oaram_writes.has_value());
      ++unknown;
    } else {  // outputs are brought by the trace, or computed to see whether they spill
      EXPECT_EQ(timing_of(off), timing_of(on));
      spilling += on.output_spilled;
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(unknown, 0u);
  EXPECT_GT(spilling, 0u);
}

TEST(ValuesOff, OutputsOfTheTraceAreCountedAsIfTheyWereComputed) {
  for (std::uint64_t seed = 8'000'000; seed < 8'000'000 + random_cases(60) / 2; ++seed) {
    Case test(seed);
    test.bring_output();
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + test.random.text);
    const LayerResult on = test.run(true), off = test.run(false);
    EXPECT_TRUE(off.output_density.has_value());
    EXPECT_TRUE(off.oaram_writes.has_value());
    EXPECT_EQ(timing_of(off), timing_of(on));
    if (HasFailure()) return;
  }
}

TEST(ValuesOff, VerificationNeedsValues) {
  const Case test(7'000'000);
  SimulationOptions options;
  options.values = false;
  EXPECT_THROW(
      simulate_layer_here(test.random.config, test.random.layer, test.random.tensors, options, test.forms),
      std::invalid_argument);
}

}  // namespace
}  // namespace scnnsim
