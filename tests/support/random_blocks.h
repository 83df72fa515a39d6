// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "models/pe/batched/issue_block.h"

namespace scnnsim {

/// Random blocks over `banks` banks: patterns of up to four weights, of two classes of activations.
struct RandomBlocks {
  static constexpr std::size_t classes = 2;
  const std::size_t length;  ///< of a pattern
  std::vector<std::uint8_t> counts;
  const std::size_t lanes;               ///< of an activation vector
  std::vector<std::uint16_t> rotations;  ///< [activation vectors x lanes]
  std::size_t weights = 0;               ///< of all blocks
  std::vector<std::uint32_t> issue_cycle;
  std::vector<std::uint8_t> issue_counts;
  std::vector<IssueBlock> blocks;

  RandomBlocks(std::mt19937& random, std::uint32_t banks)
      : length(2 * banks), lanes(random() % 2 == 0 ? 4 : random() % 7 + 1) {
    const bool crowded = random() % 3 == 0;
    for (std::uint32_t n = random() % 3 + 1; n > 0; --n) {
      const auto up_to = [&](unsigned long most) { return static_cast<std::uint32_t>(random() % most + 1); };
      const IssueBlock run{activation_vectors(), up_to(10), weight_vectors(), up_to(6)};
      blocks.push_back(run);
      for (std::uint32_t a = 0; a < run.activation_vectors; ++a) append_rotations(random, banks, crowded);
      for (std::size_t p = 0; p < run.weight_vectors * classes; ++p) append_pattern(random, banks, crowded);
    }
    weights = weight_vectors();
  }
  std::uint32_t activation_vectors() const { return static_cast<std::uint32_t>(rotations.size() / lanes); }
  std::uint32_t weight_vectors() const {
    return static_cast<std::uint32_t>(counts.size() / (classes * length));
  }

  void append_rotations(std::mt19937& random, std::uint32_t banks, bool crowded) {
    const bool full = random() % 2 == 0;
    for (std::size_t lane = 0; lane < lanes; ++lane)
      rotations.push_back(
          full || random() % 2 == 0
              ? static_cast<std::uint16_t>((crowded ? 1 : random() % banks) + random() % classes * length)
              : no_rotation);
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
    for (std::size_t n = a * lanes; n < (a + 1) * lanes; ++n)
      if (rotations[n] != no_rotation) sum += counts[w * classes * length + rotations[n] + bank];
    return sum;
  }

  /// Leaves of all blocks the first activation vector's issues with the first block's weights, counted.
  FormedBlock<std::uint8_t> formed(bool ready, std::uint32_t banks) {
    blocks.resize(1);
    blocks[0].activation_vectors = 1;
    weights = blocks[0].weight_vectors;
    issue_counts.assign(weights * banks, 0);
    for (std::size_t w = 0; w < weights; ++w)
      for (std::size_t b = 0; b < banks; ++b)
        issue_counts[w * banks + b] = static_cast<std::uint8_t>(count(0, w, b));
    return {blocks_of(ready), issue_counts.data()};
  }
  PatternBlocks<std::uint8_t> patterns(bool ready) {
    return {blocks_of(ready), counts.data(), classes * length, rotations.data(), lanes};
  }

  std::uint64_t issues() const {
    std::uint64_t sum = 0;
    for (const IssueBlock& block : blocks) sum += block.issues();
    return sum;
  }

 private:
  IssueBlocks blocks_of(bool ready) {
    issue_cycle.resize(weights + issue_cycle_slack);
    return {blocks.data(), blocks.size(), ready, issue_cycle.data()};
  }
};

}  // namespace scnnsim
