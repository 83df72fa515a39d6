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

TEST(LockstepRandom, EveryCaseAddsUp) {
  for (std::uint64_t seed = 0; seed < cases; ++seed) {
    const RandomCase test = random_case(seed);
    SCOPED_TRACE(test.text);
    const LockstepResult result = simulate(test.config, test.layer, test.tensors);

    ASSERT_EQ(result.sums.data, plain_convolution(test.layer, test.tensors).data);
    ASSERT_EQ(result.useful_multiplies, effectual_products(test.layer, test.tensors));
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

/// Every weight of a dense filter is useful where a value meets it, and so is every value of a dense plane.
TEST(LockstepRandom, DenseOperandsMeetEveryValueOfTheOtherSide) {
  for (std::uint64_t seed = 0; seed < cases / 4; ++seed) {
    const DenseOperands dense{seed % 3 != 1, seed % 3 != 0};
    const RandomCase test = random_case(seed, dense);
    SCOPED_TRACE(test.text);
    const LockstepResult result = simulate(test.config, test.layer, test.tensors, dense);
    ASSERT_EQ(result.sums.data, plain_convolution(test.layer, test.tensors).data);

    LayerTensors values = test.tensors;
    if (dense.weights) std::fill(values.weights.data.begin(), values.weights.data.end(), std::int16_t{1});
    if (dense.activations)
      std::fill(values.activations.data.begin(), values.activations.data.end(), std::int16_t{1});
    const std::uint64_t useful = effectual_products(test.layer, values);
    const LayerShape& shape = test.layer.shape;
    const bool is_strided = shape.stride_h > 1 || shape.stride_w > 1;
    if (dense.activations && is_strided) {  // positions of a phase that hold no input are values, too
      ASSERT_GE(result.useful_multiplies, useful);
    } else {
      ASSERT_EQ(result.useful_multiplies, useful);
    }
    ASSERT_TRUE(!dense.weights || !dense.activations || result.placeholders == 0);
    const std::uint64_t written = test.tensors.written ? test.tensors.written->size() : result.ppu_entries;
    ASSERT_TRUE(!dense.activations || result.oaram_writes == written);
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
