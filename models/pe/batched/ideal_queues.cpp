// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/ideal_queues.h"

#include <algorithm>

namespace scnnsim {
namespace {

bool any_product(const std::uint8_t* counts, std::size_t banks) {
  return std::any_of(counts, counts + banks, [](std::uint8_t count) { return count > 0; });
}

/// Whether the issue of activation vector `a` and weight vector `w` brings products for a bank.
bool any_product(const PatternBlocks<std::uint8_t>& blocks, std::size_t a, std::size_t w, std::size_t banks) {
  const std::uint8_t* patterns = blocks.patterns + (w - blocks.first_pattern) * blocks.stride;
  const std::uint16_t* rotations = blocks.rotations + a * blocks.lanes;
  return std::any_of(rotations, rotations + blocks.lanes, [&](std::uint16_t rotation) {
    return rotation != no_rotation && any_product(patterns + rotation, banks);
  });
}

}  // namespace

/// `has_products(a, w)`: whether an issue brings products for a bank.
template <class HasProducts>
IssueOutcome IdealQueues::run(const IssueBlocks& issues, HasProducts&& has_products) {
  constexpr std::ptrdiff_t last_issues = 2;
  IssueOutcome outcome;
  bool ready = issues.register_ready;
  std::uint32_t* issue_cycle = issues.issue_cycle;
  for (const IssueBlock& block : issues) {
    outcome.issues += block.issues();
    outcome.cycles = outcome.issues - (issues.register_ready ? 1 : 0);
    const std::uint64_t before_last_row = outcome.cycles + 1 - block.weight_vectors;
    for (std::uint32_t w = 0; w < block.weight_vectors; ++w)
      *issue_cycle++ = static_cast<std::uint32_t>(before_last_row + w);
    if (issues.end() - &block <= last_issues) {
      const std::uint64_t kept = std::min<std::uint64_t>(block.issues(), last_issues);
      for (std::uint64_t n = block.issues() - kept; n < block.issues(); ++n, ready = false) {
        if (!ready) step();
        in_register_ = has_products(block.first_activation + n / block.weight_vectors,
                                    block.first_weight + n % block.weight_vectors);
      }
    }
    ready = false;
  }
  return outcome;
}

IssueOutcome IdealQueues::run(const PatternBlocks<std::uint8_t>& blocks) {
  return run(blocks.issues,
             [&](std::size_t a, std::size_t w) { return any_product(blocks, a, w, padded_banks_); });
}

IssueOutcome IdealQueues::run(const FormedBlock<std::uint8_t>& block) {
  const std::uint32_t first_weight = block.issues.blocks->first_weight;
  return run(block.issues, [&](std::size_t, std::size_t w) {
    return any_product(block.elements + (w - first_weight) * padded_banks_, padded_banks_);
  });
}

std::uint64_t IdealQueues::drain(std::uint64_t&) {
  std::uint64_t cycles = 0;
  for (; !empty(); ++cycles) step();
  return cycles;
}

}  // namespace scnnsim
