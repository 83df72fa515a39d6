// SPDX-License-Identifier: Apache-2.0
// The network of policy `ideal`, which skips issues, against one that takes them one by one.
#include "models/pe/batched/ideal_queues.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "tests/support/random_blocks.h"

namespace scnnsim {
namespace {

/// Products in register and network, issue by issue.
struct PlainIdeal {
  std::uint32_t in_register = 0, in_network = 0;

  void step() {
    in_network = in_register;
    in_register = 0;
  }
  /// Returns the cycles of the blocks.
  std::uint64_t run(const RandomBlocks& all, bool ready, std::uint32_t banks,
                    std::vector<std::uint32_t>& issue_cycle) {
    std::uint64_t cycle = 0;
    for (const IssueBlock& block : all.blocks)
      for (std::size_t a = block.first_activation; a < block.first_activation + block.activation_vectors; ++a)
        for (std::size_t w = block.first_weight; w < block.first_weight + block.weight_vectors;
             ++w, ready = false) {
          if (!ready) step(), ++cycle;
          for (std::size_t b = 0; b < banks; ++b) in_register += all.count(a, w, b);
          issue_cycle[w] = static_cast<std::uint32_t>(cycle);
        }
    return cycle;
  }
};

void check_run(std::mt19937& random, IdealQueues& queues, PlainIdeal& plain, std::uint32_t banks,
               bool formed) {
  RandomBlocks blocks(random, banks);
  const bool ready = plain.in_register == 0 && random() % 2 == 0;
  const IssueOutcome outcome =
      formed ? queues.run(blocks.formed(ready, banks)) : queues.run(blocks.patterns(ready));
  std::vector<std::uint32_t> issue_cycle(blocks.weights);
  ASSERT_EQ(outcome.cycles, plain.run(blocks, ready, banks, issue_cycle));
  ASSERT_EQ(outcome.issues, blocks.issues());
  ASSERT_EQ(outcome.conflict_cycles, 0u);
  blocks.issue_cycle.resize(blocks.weights);
  ASSERT_EQ(blocks.issue_cycle, issue_cycle);
}

void check_runs(std::uint32_t banks, bool formed) {
  std::mt19937 random(banks);
  IdealQueues queues(banks);
  PlainIdeal plain;
  std::uint64_t conflicts = 0;
  for (int repeat = 0; repeat < 500; ++repeat) {
    ASSERT_NO_FATAL_FAILURE(check_run(random, queues, plain, banks, formed));
    ASSERT_EQ(queues.register_empty(), plain.in_register == 0);
    for (std::uint32_t steps = random() % 3; steps > 0; --steps) queues.step(), plain.step();
    ASSERT_EQ(queues.empty(), plain.in_register == 0 && plain.in_network == 0);
    if (random() % 2 == 0) continue;
    const std::uint64_t cycles = plain.in_register > 0 ? 2 : plain.in_network > 0 ? 1 : 0;
    ASSERT_EQ(queues.drain(conflicts), cycles);
    plain = {};
  }
  EXPECT_EQ(conflicts, 0u);
}

TEST(IdealQueues, RunBlocksAsIssueByIssue) {
  for (const std::uint32_t banks : {32u, 64u, 128u})
    for (const bool formed : {false, true}) check_runs(banks, formed);
}

}  // namespace
}  // namespace scnnsim
