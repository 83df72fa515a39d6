// SPDX-License-Identifier: Apache-2.0
// The counts of merged issues against plain sets, on every instruction set that this machine has.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include "models/pe/batched/merged_counts.h"
#include "tests/support/simd_targets.h"

namespace scnnsim {
namespace {

/// A tile whose outer outputs belong to another temporal tile, random weight vectors and activation vectors.
struct MergedCase {
  static constexpr std::uint32_t kc = 4;
  CoordinateUnit coordinates;
  std::vector<std::int32_t> weights;
  std::vector<std::uint32_t> first_word{0}, first_group{0};
  std::vector<WeightGroup> groups;
  std::vector<std::uint8_t> above_lowest;
  std::vector<Operand> operands;
  std::vector<OperandVector> vectors;

  MergedCase(std::mt19937& random, const AccumulatorParameters& parameters)
      : coordinates(sc_core::sc_gen_unique_name("coordinates"), parameters) {
    UnitGeometry geometry;
    geometry.R = geometry.S = 3;
    geometry.pad_top = geometry.pad_left = 1;
    geometry.H = geometry.W = geometry.P = geometry.Q = 30;
    Pass pass;
    pass.outputs = {{4, 12}, {3, 30}};
    PeTile tile;
    const auto up_to = [&](std::uint32_t most) { return static_cast<std::int64_t>(random() % most) + 1; };
    tile.input = {{3, 3 + up_to(9)}, {2, 2 + up_to(20)}};
    coordinates.configure(geometry, pass, tile, kc);
    for (std::size_t v = random() % 5 + 1; v > 0; --v) append_weights(random);
    for (std::size_t v = 0; v < 8; ++v) append_activations(random, tile.input);
    const Operand* next = operands.data();
    for (OperandVector& vector : vectors) {
      vector.operands = next;
      next += vector.values;
    }
  }

  void append_weights(std::mt19937& random) {
    std::set<std::uint32_t> places;
    for (std::size_t n = random() % 5; n > 0; --n) places.insert(random() % (kc * 9));
    for (std::uint16_t k = 0; k < kc; ++k) {
      WeightGroup group{0, static_cast<std::uint32_t>(weights.size()), 0};
      for (const std::uint32_t place : places)
        if (place / 9 == k)
          weights.push_back(coordinates.weight_address(
              {1, k, static_cast<std::uint16_t>(place / 3 % 3), static_cast<std::uint16_t>(place % 3)}));
      group.end_word = static_cast<std::uint32_t>(weights.size());
      if (group.end_word == group.first_word) continue;
      group.lowest = *std::min_element(weights.begin() + group.first_word, weights.end());
      for (std::uint32_t n = group.first_word; n < group.end_word; ++n)
        above_lowest.push_back(static_cast<std::uint8_t>(weights[n] - group.lowest));
      groups.push_back(group);
    }
    first_word.push_back(static_cast<std::uint32_t>(weights.size()));
    first_group.push_back(static_cast<std::uint32_t>(groups.size()));
  }

  void append_activations(std::mt19937& random, const Rectangle& tile) {
    std::set<std::int32_t> addresses;
    const auto area = static_cast<std::uint32_t>(tile.area());
    const std::uint32_t first = random() % area;
    for (std::size_t n = random() % 5; n > 0; --n) {
      const std::uint32_t at = std::min(first + static_cast<std::uint32_t>(random() % 12), area - 1);
      const auto columns = static_cast<std::uint32_t>(tile.columns.size());
      addresses.insert(coordinates.activation_address(at / columns, at % columns));
    }
    for (const std::int32_t address : addresses) operands.push_back({address, 1, 0});
    const auto values = static_cast<std::uint32_t>(addresses.size());
    vectors.push_back({nullptr, values, values});
  }

  /// Adds to the products that remain.
  std::vector<std::uint8_t> counted_plainly(const OperandVector& vector, std::uint32_t banks,
                                            std::uint64_t& kept) const {
    std::vector<std::uint8_t> counts((first_word.size() - 1) * banks, 0);
    for (std::size_t w = 0; w + 1 < first_word.size(); ++w) {
      std::set<std::int32_t> used;
      for (std::uint32_t word = first_word[w]; word < first_word[w + 1]; ++word)
        for (std::uint32_t n = 0; n < vector.values; ++n) {
          const std::int32_t address = weights[word] + vector.operands[n].address;
          const std::uint16_t bank = coordinates.banks()[static_cast<std::size_t>(address)];
          if (bank == CoordinateUnit::dropped) continue;
          if (!used.insert(address).second) continue;
          ++kept;
          ++counts[w * banks + bank];
        }
    }
    return counts;
  }
};

TEST(Simd, MergedCountsAreThoseOfPlainSets) {
  on_every_target([] {
    std::mt19937 random(11);
    for (int repeat = 0; repeat < 100; ++repeat) {
      AccumulatorParameters parameters;
      parameters.banks = repeat % 2 == 0 ? 32 : 96;
      const MergedCase example(random, parameters);
      ASSERT_TRUE(MergedCounts::possible(parameters.banks, example.coordinates));
      MergedCounts merged;
      merged.prepare(example.coordinates, example.vectors.data(), example.vectors.size(),
                     static_cast<std::size_t>(example.coordinates.area()) * MergedCase::kc);
      const WeightGroups weights{example.groups.data(), example.first_group.data(),
                                 example.first_group.size() - 1, example.above_lowest.data()};
      for (std::size_t v = 0; v < example.vectors.size(); ++v) {
        if (!merged.knows(v)) continue;  // empty, or too far apart
        std::uint64_t expected = 0;
        const auto counts = example.counted_plainly(example.vectors[v], parameters.banks, expected);
        std::vector<std::uint8_t> got(counts.size(), 0);
        ASSERT_EQ(merged.add(v, weights, parameters.banks, got.data(), parameters.banks), expected);
        ASSERT_EQ(got, counts);
      }
    }
  });
}

}  // namespace
}  // namespace scnnsim
