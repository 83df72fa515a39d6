// SPDX-License-Identifier: Apache-2.0
// What must hold of any layer on any machine.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "tests/random/random_layers.h"
#include "tests/reference/lockstep_machine.h"
#include "tests/reference/unit_layer.h"

namespace scnnsim::lockstep {
namespace {

constexpr std::uint64_t cases = 400;

/// Pairs of non-zeros that meet in an output.
std::uint64_t useful_products(const LayerDescription& layer, const LayerTensors& tensors) {
  LayerDescription counting = layer;
  LayerTensors ones = tensors;
  for (std::int16_t& value : ones.weights.data) value = value != 0;
  for (std::int16_t& value : ones.activations.data) value = value != 0;
  ones.bias.reset();
  const auto sums = plain_convolution(counting, ones).data;
  return static_cast<std::uint64_t>(std::accumulate(sums.begin(), sums.end(), std::int64_t{0}));
}

TEST(LockstepRandom, EveryCaseAddsUp) {
  for (std::uint64_t seed = 0; seed < cases; ++seed) {
    const RandomCase test = random_case(seed);
    SCOPED_TRACE(test.text);
    const LockstepResult result = simulate(test.config, test.layer, test.tensors);

    ASSERT_EQ(result.sums.data, plain_convolution(test.layer, test.tensors).data);
    ASSERT_EQ(result.useful_multiplies, useful_products(test.layer, test.tensors));
    ASSERT_EQ(result.ppu_entries, result.sums.size());
    if (test.config.accumulator.merge == MergeMode::none) {
      ASSERT_EQ(result.accumulator_updates, result.useful_multiplies);
    } else {
      ASSERT_LE(result.accumulator_updates, result.useful_multiplies);
    }
    ASSERT_EQ(result.pe_cycles.size(), test.config.pe_count());
    for (const auto& owners : result.pe_cycles)
      ASSERT_EQ(std::accumulate(owners.begin(), owners.end(), std::uint64_t{0}), result.cycles);
    ASSERT_EQ(result.output_spilled, result.dram_output_bytes > 0);
  }
}

/// The recurrences of section 3, on times that came out of polling.
TEST(LockstepRandom, StepsFollowTheContract) {
  for (std::uint64_t seed = 0; seed < cases; ++seed) {
    const RandomCase test = random_case(seed);
    SCOPED_TRACE(test.text);
    const auto steps = simulate(test.config, test.layer, test.tensors).log.steps;
    ASSERT_EQ(steps.front().release, 0u);
    for (std::size_t n = 0; n < steps.size(); ++n) {
      const StepTimes& step = steps[n];
      if (n + 1 < steps.size()) {
        ASSERT_EQ(steps[n + 1].release, 1 + *std::max_element(step.end.begin(), step.end.end()));
      }
      for (std::size_t pe = 0; pe < step.end.size(); ++pe) {
        const Cycle go = n == 0 ? 0 : std::max(step.release, steps[n - 1].swap[pe] + 1);
        ASSERT_GE(step.end[pe], go);
        ASSERT_EQ(step.swap[pe], n == 0 ? step.end[pe] : std::max(step.end[pe], steps[n - 1].done[pe]));
        ASSERT_GE(step.done[pe], step.swap[pe]);
      }
    }
  }
}

TEST(LockstepRandom, ASeedGivesOneCase) {
  const RandomCase one = random_case(7), two = random_case(7), other = random_case(8);
  EXPECT_EQ(one.text, two.text);
  EXPECT_EQ(one.tensors.weights.data, two.tensors.weights.data);
  EXPECT_EQ(one.tensors.activations.data, two.tensors.activations.data);
  EXPECT_NE(one.text, other.text);
}

}  // namespace
}  // namespace scnnsim::lockstep
