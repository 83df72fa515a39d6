// SPDX-License-Identifier: Apache-2.0
// The bank queues against plain loops, on every instruction set that this machine has.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "models/pe/bank_queues.h"
#include "tests/support/simd_targets.h"

namespace scnnsim {
namespace {

/// Queues and register as plain counts.
struct PlainQueues {
  std::vector<std::uint32_t> queued, waiting;
  std::uint32_t depth;

  void step() {
    for (std::size_t b = 0; b < queued.size(); ++b) {
      if (queued[b] > 0) --queued[b];
      const std::uint32_t moved = std::min(waiting[b], depth - queued[b]);
      queued[b] += moved;
      waiting[b] -= moved;
    }
  }
  bool register_empty() const {
    return std::all_of(waiting.begin(), waiting.end(), [](std::uint32_t count) { return count == 0; });
  }
};

/// A random run over `banks` banks: patterns of up to four weights, of two classes of activations.
struct RandomRun {
  static constexpr std::size_t classes = 2;
  const std::size_t length;  ///< of a pattern
  std::vector<std::uint8_t> counts;
  std::vector<std::uint32_t> turn, first_turn{0};
  std::vector<std::uint32_t> issue_cycle;
  std::vector<std::uint8_t> issue_counts;
  IssueRun issues;

  RandomRun(std::mt19937& random, std::uint32_t banks) : length(2 * banks) {
    const bool crowded = random() % 3 == 0;
    for (std::uint32_t a = random() % 20 + 1; a > 0; --a) {
      for (std::uint32_t activations = random() % 7; activations > 0; --activations)
        turn.push_back(
            static_cast<std::uint32_t>((crowded ? 1 : random() % banks) + random() % classes * length));
      first_turn.push_back(static_cast<std::uint32_t>(turn.size()));
    }
    issue_cycle.resize(random() % 6 + 1);
    for (std::size_t n = 0; n < issue_cycle.size() * classes; ++n) append_pattern(random, banks, crowded);
  }

  void append_pattern(std::mt19937& random, std::uint32_t banks, bool crowded) {
    const std::size_t first = counts.size();
    counts.resize(first + length, 0);
    for (std::uint32_t n = random() % 5; n > 0; --n) {
      const std::uint32_t bank = crowded ? 1 % banks : random() % banks;
      ++counts[first + bank];
      ++counts[first + bank + banks];
    }
  }

  /// What activation vector `a` and weight vector `w` bring `bank`.
  std::uint32_t count(std::size_t a, std::size_t w, std::size_t bank) const {
    std::uint32_t sum = 0;
    for (std::uint32_t n = first_turn[a]; n < first_turn[a + 1]; ++n)
      sum += counts[w * classes * length + turn[n] + bank];
    return sum;
  }

  /// The first activation vector's issues, counted.
  FormedRun<std::uint8_t> counted(bool ready, std::uint32_t banks) {
    issue_counts.assign(issue_cycle.size() * banks, 0);
    for (std::size_t w = 0; w < issue_cycle.size(); ++w)
      for (std::size_t b = 0; b < banks; ++b)
        issue_counts[w * banks + b] = static_cast<std::uint8_t>(count(0, w, b));
    issues = {1, issue_cycle.size(), ready, issue_cycle.data()};
    return {issues, issue_counts.data()};
  }

  PatternRun<std::uint8_t> view(bool ready) {
    issues = {first_turn.size() - 1, issue_cycle.size(), ready, issue_cycle.data()};
    return {issues, counts.data(), classes * length, turn.data(), nullptr, first_turn.data()};
  }
};

/// The same run, of `vectors` activation vectors, by plain loops; returns its cycles.
std::uint64_t run_plainly(PlainQueues& plain, const RandomRun& run, std::size_t vectors, bool ready,
                          std::uint64_t& conflicts, std::vector<std::uint32_t>& issue_cycle) {
  std::uint64_t cycle = 0;
  for (std::size_t a = 0; a < vectors; ++a)
    for (std::size_t w = 0; w < issue_cycle.size(); ++w, ready = false) {
      for (bool go = ready; !go; go = plain.register_empty()) {
        plain.step();
        ++cycle;
        if (!plain.register_empty()) ++conflicts;
      }
      for (std::size_t b = 0; b < plain.waiting.size(); ++b) plain.waiting[b] += run.count(a, w, b);
      issue_cycle[w] = static_cast<std::uint32_t>(cycle);
    }
  return cycle;
}

/// `counted`: a FormedRun, of one activation vector; else a PatternRun.
void check_runs(std::uint32_t banks, std::uint32_t depth, bool counted) {
  std::mt19937 random(banks * 1000 + depth);
  BankQueues<std::uint8_t> queues(banks, depth);
  PlainQueues plain{std::vector<std::uint32_t>(banks, 0), std::vector<std::uint32_t>(banks, 0), depth};
  for (int repeat = 0; repeat < 200; ++repeat) {
    RandomRun run(random, banks);
    const std::size_t vectors = counted ? 1 : run.first_turn.size() - 1;
    const bool ready = plain.register_empty();
    std::uint64_t conflicts = 0, plain_conflicts = 0;
    std::vector<std::uint32_t> issue_cycle(run.issue_cycle.size());
    const std::uint64_t cycles =
        counted ? queues.run(run.counted(ready, banks), conflicts) : queues.run(run.view(ready), conflicts);
    ASSERT_EQ(cycles, run_plainly(plain, run, vectors, ready, plain_conflicts, issue_cycle));
    ASSERT_EQ(conflicts, plain_conflicts);
    ASSERT_EQ(run.issue_cycle, issue_cycle);
    for (std::uint32_t steps = random() % 4; steps > 0; --steps) {
      queues.step();
      plain.step();
    }
    ASSERT_EQ(queues.register_empty(), plain.register_empty());
  }
}

TEST(Simd, BankQueuesRunAsPlainLoopsDo) {
  on_every_target([] {
    for (const std::uint32_t banks : {32u, 64u, 96u, 128u, 512u})
      for (const std::uint32_t depth : {1u, 2u, 8u, 254u})
        for (const bool counted : {false, true}) check_runs(banks, depth, counted);
  });
}

/// Queues that are left alone run empty in as many cycles as single steps take.
TEST(Simd, BankQueuesDrainAsStepByStep) {
  on_every_target([] {
    std::mt19937 random(5);
    for (int repeat = 0; repeat < 300; ++repeat) {
      const std::uint32_t depth = random() % 9 + 1;
      BankQueues<std::uint8_t> queues(64, depth);
      PlainQueues plain{std::vector<std::uint32_t>(64, 0), std::vector<std::uint32_t>(64, 0), depth};
      for (std::uint32_t n = random() % 40; n > 0; --n) {
        const std::uint32_t bank = random() % 5;
        queues.add_to_register(bank);
        ++plain.waiting[bank];
      }
      std::uint64_t cycles = 0, conflicts = 0, plain_conflicts = 0;
      const auto holds = [](const std::vector<std::uint32_t>& counts) {
        return std::any_of(counts.begin(), counts.end(), [](std::uint32_t count) { return count > 0; });
      };
      for (; holds(plain.waiting) || holds(plain.queued); ++cycles) {
        plain.step();
        if (holds(plain.waiting)) ++plain_conflicts;
      }
      ASSERT_EQ(queues.drain(conflicts), cycles);
      ASSERT_EQ(conflicts, plain_conflicts);
      ASSERT_TRUE(queues.empty());
    }
  });
}

}  // namespace
}  // namespace scnnsim
