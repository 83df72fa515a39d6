// SPDX-License-Identifier: Apache-2.0
// The lane queues against products one by one, on every instruction set that this machine has.
#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <random>
#include <vector>

#include "models/pe/batched/bank_patterns.h"
#include "models/pe/batched/lane_queues.h"
#include "tests/support/simd_targets.h"

namespace scnnsim {
namespace {

/// Lane queues and their arbitration, product by product.
struct PlainLaneQueues {
  std::size_t depth;
  std::vector<std::deque<std::size_t>> lanes;  ///< banks
  std::vector<std::size_t> pointer;            ///< per bank
  std::map<std::size_t, std::size_t> waiting;  ///< bank by lane

  void step() {
    std::vector<std::size_t> granted;
    for (std::size_t bank = 0; bank < pointer.size(); ++bank)
      for (std::size_t n = 0; n < lanes.size(); ++n) {
        const std::size_t lane = (pointer[bank] + n) % lanes.size();
        if (lanes[lane].empty() || lanes[lane].front() != bank) continue;
        granted.push_back(lane);
        pointer[bank] = (lane + 1) % lanes.size();
        break;
      }
    for (const std::size_t lane : granted) lanes[lane].pop_front();
    for (auto product = waiting.begin(); product != waiting.end();) {
      const bool moves = lanes[product->first].size() < depth;
      if (moves) lanes[product->first].push_back(product->second);
      product = moves ? waiting.erase(product) : std::next(product);
    }
  }
};

/// Random vectors of up to `F` weights and up to `I` activations, with lanes between them empty.
struct LaneCase {
  struct Word {
    std::size_t lane, bank;
  };
  std::size_t F, I, banks;
  std::vector<std::vector<Word>> weights, activations;

  LaneCase(std::mt19937& random, std::size_t f, std::size_t i, std::size_t of_banks)
      : F(f), I(i), banks(of_banks), weights(random() % 6 + 1), activations(random() % 9 + 1) {
    const std::size_t different = random() % 3 == 0 ? 2 : banks;  // banks that are asked for
    const auto fill = [&](std::vector<std::vector<Word>>& vectors, std::size_t lanes) {
      for (std::vector<Word>& vector : vectors)
        for (std::size_t lane = 0; lane < lanes; ++lane)
          if (random() % 4 != 0) vector.push_back({lane, random() % different});
    };
    fill(weights, F);
    fill(activations, I);
  }

  /// Of activation vector `a` and weight vector `w`; an activation's bank is the negative of its turn.
  std::vector<Word> products(std::size_t a, std::size_t w) const {
    std::vector<Word> all;
    for (const Word& weight : weights[w])
      for (const Word& activation : activations[a])
        all.push_back({weight.lane * I + activation.lane, (weight.bank + banks - activation.bank) % banks});
    return all;
  }
};

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

std::uint64_t run_plainly(PlainLaneQueues& plain, const LaneCase& example, const std::vector<IssueBlock>& runs,
                          bool ready, std::uint64_t& conflicts, std::vector<std::uint32_t>& issue_cycle) {
  std::uint64_t cycle = 0;
  for (const IssueBlock& run : runs)
    for (std::size_t a = 0; a < run.activation_vectors; ++a)
      for (std::size_t w = run.first_weight; w < run.first_weight + run.weight_vectors; ++w, ready = false) {
        for (bool go = ready; !go; go = plain.waiting.empty()) {
          plain.step();
          ++cycle;
          if (!plain.waiting.empty()) ++conflicts;
        }
        for (const LaneCase::Word& product : example.products(a, w))
          plain.waiting[product.lane] = product.bank;
        issue_cycle[w] = static_cast<std::uint32_t>(cycle);
      }
  return cycle;
}

template <class Lanes>
void check_lane_queues(std::size_t F, std::size_t I, std::uint32_t banks, std::uint32_t depth, bool formed) {
  std::mt19937 random(banks * 1000 + depth);
  LaneQueues<Lanes> queues(banks, depth);
  PlainLaneQueues plain{
      depth, std::vector<std::deque<std::size_t>>(F * I), std::vector<std::size_t>(banks, 0), {}};
  for (int repeat = 0; repeat < 25; ++repeat) {
    const LaneCase example(random, F, I, banks);
    LaneRuns<Lanes> runs(example, queues.padded_banks());
    const bool ready = plain.waiting.empty();
    std::uint64_t plain_conflicts = 0;
    std::vector<std::uint32_t> issue_cycle(example.weights.size());
    const IssueOutcome outcome =
        formed ? queues.run(runs.formed_run(ready))
               : queues.run(runs.patterns_run(banks, ready, repeat % 2 == 1));
    ASSERT_EQ(outcome.cycles, run_plainly(plain, example, runs.runs, ready, plain_conflicts, issue_cycle));
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
