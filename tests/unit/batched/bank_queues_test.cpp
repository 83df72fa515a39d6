// SPDX-License-Identifier: Apache-2.0
// The bank queues against plain loops, on every instruction set that this machine has.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "models/pe/batched/bank_queues.h"
#include "tests/support/plain_bank_queues.h"
#include "tests/support/random_blocks.h"
#include "tests/support/simd_targets.h"

namespace scnnsim {
namespace {

/// `formed`: a FormedBlock, of one activation vector; else PatternBlocks.
void check_runs(std::uint32_t banks, std::uint32_t depth, bool formed) {
  std::mt19937 random(banks * 1000 + depth);
  BankQueues queues(banks, depth);
  PlainBankQueues plain(banks, depth);
  for (int repeat = 0; repeat < 200; ++repeat) {
    RandomBlocks blocks(random, banks);
    const bool ready = plain.register_empty();
    std::uint64_t plain_conflicts = 0;
    const IssueOutcome outcome =
        formed ? queues.run(blocks.formed(ready, banks)) : queues.run(blocks.patterns(ready));
    std::vector<std::uint32_t> issue_cycle(blocks.weights);
    ASSERT_EQ(outcome.cycles, plain.run(blocks, ready, plain_conflicts, issue_cycle));
    ASSERT_EQ(outcome.conflict_cycles, plain_conflicts);
    ASSERT_EQ(outcome.issues, blocks.issues());
    blocks.issue_cycle.resize(blocks.weights);
    ASSERT_EQ(blocks.issue_cycle, issue_cycle);
    for (std::uint32_t steps = random() % 4; steps > 0; --steps) {
      queues.step();
      plain.step();
    }
    ASSERT_EQ(queues.register_empty(), plain.register_empty());
  }
}

TEST(Simd, BankQueuesRunBlocksAsPlainLoopsDo) {
  on_every_target([] {
    for (const std::uint32_t banks : {32u, 64u, 96u, 128u, 512u})
      for (const std::uint32_t depth : {1u, 2u, 8u, 254u})
        for (const bool formed : {false, true}) check_runs(banks, depth, formed);
  });
}

/// Queues that are left alone run empty in as many cycles as single steps take.
TEST(Simd, BankQueuesDrainAsStepByStep) {
  on_every_target([] {
    std::mt19937 random(5);
    for (int repeat = 0; repeat < 300; ++repeat) {
      const std::uint32_t depth = random() % 9 + 1;
      BankQueues queues(64, depth);
      PlainBankQueues plain(64, depth);
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
