// SPDX-License-Identifier: Apache-2.0
// The lane queues against products one by one, on every instruction set that this machine has.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "models/pe/batched/bank_patterns.h"
#include "models/pe/batched/lane_queues.h"
#include "tests/support/plain_lane_queues.h"
#include "tests/support/simd_targets.h"

namespace scnnsim {
namespace {

/// The same case as runs of patterns and, of one activation vector, of issues that stand ready.
template <class Lanes>
struct LaneRuns {
  std::vector<Lanes> patterns, elements;
  std::vector<std::uint16_t> rotations;
  std::size_t lanes;
  std::uint32_t weights;
  std::vector<std::uint32_t> issue_cycle;
  std::vector<IssueBlock> runs;

  LaneRuns(const LaneCase& example, std::size_t padded)
      : lanes(example.I), weights(static_cast<std::uint32_t>(example.weights.size())) {
    const std::size_t length = bank_pattern_length(static_cast<std::uint32_t>(example.banks));
    patterns.assign(example.weights.size() * length, 0);
    elements.assign(example.weights.size() * padded, 0);
    for (std::size_t w = 0; w < example.weights.size(); ++w) {
      for (const LaneCase::Word& word : example.weights[w])
        for (std::size_t bank = word.bank; bank < length; bank += example.banks)
          set(patterns[w * length + bank], word.lane * example.I);
      for (const LaneCase::Word& product : example.products(0, w))
        set(elements[w * padded + product.bank], product.lane);
    }
    rotations.assign(example.activations.size() * lanes, no_rotation);
    for (std::size_t a = 0; a < example.activations.size(); ++a)
      for (const LaneCase::Word& word : example.activations[a])
        rotations[a * lanes + word.lane] = static_cast<std::uint16_t>(word.bank);
  }
  static void set(Lanes& lanes, std::size_t bit) { lanes = static_cast<Lanes>(lanes | Lanes{1} << bit); }

  /// Every activation vector meets all weight vectors; or, `split`, the first half of the weight vectors
  /// goes first.
  PatternBlocks<Lanes> patterns_run(std::uint32_t banks, bool ready, bool split) {
    const auto activations = static_cast<std::uint32_t>(rotations.size() / lanes);
    const std::uint32_t half = split ? weights / 2 : 0;
    runs.clear();
    if (half > 0) runs.push_back({0, activations, 0, half});
    runs.push_back({0, activations, half, weights - half});
    return {issues(ready), patterns.data(), bank_pattern_length(banks), rotations.data(), lanes};
  }
  FormedBlock<Lanes> formed_run(bool ready) {
    runs = {{0, 1, 0, weights}};
    return {issues(ready), elements.data()};
  }

 private:
  IssueBlocks issues(bool ready) {
    issue_cycle.resize(weights + issue_cycle_slack);
    return {runs.data(), runs.size(), ready, issue_cycle.data()};
  }
};

template <class Lanes>
void check_lane_queues(std::size_t F, std::size_t I, std::uint32_t banks, std::uint32_t depth, bool formed) {
  std::mt19937 random(banks * 1000 + depth);
  LaneQueues<Lanes> queues(banks, depth);
  PlainLaneQueues plain(F * I, banks, depth);
  for (int repeat = 0; repeat < 25; ++repeat) {
    const LaneCase example(random, F, I, banks);
    LaneRuns<Lanes> runs(example, queues.padded_banks());
    const bool ready = plain.waiting.empty();
    std::uint64_t plain_conflicts = 0;
    std::vector<std::uint32_t> issue_cycle(example.weights.size());
    const IssueOutcome outcome = formed ? queues.run(runs.formed_run(ready))
                                        : queues.run(runs.patterns_run(banks, ready, repeat % 2 == 1));
    ASSERT_EQ(outcome.cycles, plain.run(example, runs.runs, ready, plain_conflicts, issue_cycle));
    ASSERT_EQ(outcome.conflict_cycles, plain_conflicts);
    std::uint64_t issues = 0;
    for (const IssueBlock& block : runs.runs) issues += block.issues();
    ASSERT_EQ(outcome.issues, issues);
    runs.issue_cycle.resize(runs.weights);
    ASSERT_EQ(runs.issue_cycle, issue_cycle);
    for (std::uint32_t steps = random() % 4; steps > 0; --steps) {
      queues.step();
      plain.step();
    }
    ASSERT_EQ(queues.register_empty(), plain.waiting.empty());
  }
}

TEST(Simd, LaneQueuesRunAsProductByProduct) {
  on_every_target([] {
    for (const std::uint32_t depth : {1u, 2u, 4u, 7u})
      for (const std::uint32_t banks : {4u, 24u, 32u, 64u, 128u})
        for (const bool formed : {false, true}) {
          if (!formed && !bank_patterns_possible(banks)) continue;
          check_lane_queues<std::uint16_t>(4, 4, banks, depth, formed);
          check_lane_queues<std::uint16_t>(3, 5, banks, depth, formed);
          check_lane_queues<std::uint16_t>(1, 16, banks, depth, formed);
          check_lane_queues<std::uint64_t>(8, 8, banks, depth, formed);
        }
  });
}

}  // namespace
}  // namespace scnnsim
