// SPDX-License-Identifier: Apache-2.0
// The SIMD kernels against plain loops, on every instruction set that this machine has.
#include <gtest/gtest.h>

#include <hwy/targets.h>
#include <deque>
#include <map>
#include <random>
#include <set>

#include "models/pe/bank_queues.h"
#include "models/pe/lane_queues.h"
#include "models/pe/merged_counts.h"
#include "models/pe/tile_product.h"
#include "traces/add_scaled.h"

namespace scnnsim {
namespace {

/// Calls check() once per SIMD target of this machine, which the kernels then use.
template <class Check>
void on_every_target(Check check) {
  for (std::int64_t targets = hwy::SupportedTargets(); targets != 0; targets &= targets - 1) {
    const std::int64_t target = targets & -targets;
    SCOPED_TRACE(hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    check();
    hwy::SetSupportedTargetsForTest(0);
  }
}

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
  std::vector<std::uint32_t> turn, first_turn{0}, issue_cycle;
  std::vector<std::uint8_t> lane;
  IssueRun issues;

  LaneRuns(const LaneCase& example, std::size_t padded) : issue_cycle(example.weights.size()) {
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
    for (const auto& vector : example.activations) {
      for (const LaneCase::Word& word : vector) {
        turn.push_back(static_cast<std::uint32_t>(word.bank));
        lane.push_back(static_cast<std::uint8_t>(word.lane));
      }
      first_turn.push_back(static_cast<std::uint32_t>(turn.size()));
    }
  }
  static void set(Lanes& lanes, std::size_t bit) { lanes = static_cast<Lanes>(lanes | Lanes{1} << bit); }

  PatternRun<Lanes> patterns_run(std::uint32_t banks, bool ready) {
    issues = {first_turn.size() - 1, issue_cycle.size(), ready, issue_cycle.data()};
    return {issues, patterns.data(), bank_pattern_length(banks), turn.data(), lane.data(), first_turn.data()};
  }
  FormedRun<Lanes> formed_run(bool ready) {
    issues = {1, issue_cycle.size(), ready, issue_cycle.data()};
    return {issues, elements.data()};
  }
};

std::uint64_t run_plainly(PlainLaneQueues& plain, const LaneCase& example, std::size_t vectors, bool ready,
                          std::uint64_t& conflicts, std::vector<std::uint32_t>& issue_cycle) {
  std::uint64_t cycle = 0;
  for (std::size_t a = 0; a < vectors; ++a)
    for (std::size_t w = 0; w < issue_cycle.size(); ++w, ready = false) {
      for (bool go = ready; !go; go = plain.waiting.empty()) {
        plain.step();
        ++cycle;
        if (!plain.waiting.empty()) ++conflicts;
      }
      for (const LaneCase::Word& product : example.products(a, w)) plain.waiting[product.lane] = product.bank;
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
    std::uint64_t conflicts = 0, plain_conflicts = 0;
    std::vector<std::uint32_t> issue_cycle(example.weights.size());
    const std::uint64_t cycles = formed ? queues.run(runs.formed_run(ready), conflicts)
                                        : queues.run(runs.patterns_run(banks, ready), conflicts);
    ASSERT_EQ(cycles, run_plainly(plain, example, formed ? 1 : example.activations.size(), ready,
                                  plain_conflicts, issue_cycle));
    ASSERT_EQ(conflicts, plain_conflicts);
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

TEST(Simd, TileProductsAreThoseOfPlainLoops) {
  on_every_target([] {
    std::mt19937 random(7);
    for (int repeat = 0; repeat < 100; ++repeat) {
      const std::size_t length = random() % 120 + 1;
      DenseBlocks blocks;
      blocks.reset(3, length);
      for (std::size_t block = 0; block < 3; ++block)
        for (std::size_t t = 0; t < length; ++t)
          if (random() % 2)
            blocks.block(block)[t] = static_cast<std::int16_t>(static_cast<int>(random() % 65536) - 32768);

      std::vector<WeightPair> pairs;
      std::vector<WeightRun> runs;
      std::vector<std::int64_t> expected(200 + length, 11);
      const auto weight_to = [&](std::uint32_t sum, std::uint32_t& position) {
        const std::size_t block = random() % 3;
        const auto value = static_cast<std::int16_t>(static_cast<int>(random() % 1000) - 500);
        position = static_cast<std::uint32_t>(blocks.layout().position(block));
        for (std::size_t t = 0; t < length; ++t)
          expected[sum + t] += std::int64_t{blocks.block(block)[t]} * value;
        return std::uint32_t{static_cast<std::uint16_t>(value)};
      };
      for (int run = 0; run < 5; ++run) {
        const auto sum = static_cast<std::uint32_t>(random() % 200);
        for (std::uint32_t n = random() % 4; n > 0; --n) {
          WeightPair pair;
          pair.weights = weight_to(sum, pair.first);
          pair.weights |= weight_to(sum, pair.second) << 16;
          pairs.push_back(pair);
        }
        runs.push_back({sum, static_cast<std::uint32_t>(pairs.size())});
      }
      std::vector<std::int32_t> sums(expected.size() + DenseBlocks::simd_slack, 11);
      add_tile_products(sums.data(), length, blocks.values(), pairs, runs);
      for (std::size_t t = 0; t < expected.size(); ++t) ASSERT_EQ(sums[t], expected[t]) << t;
    }
  });
}

TEST(Simd, ScaledInputsAreAddedAsByPlainLoops) {
  on_every_target([] {
    std::mt19937 random(11);
    std::vector<std::int16_t> inputs(200);
    for (std::int16_t& input : inputs)
      input = static_cast<std::int16_t>(static_cast<int>(random() % 2000) - 1000);
    for (int repeat = 0; repeat < 200; ++repeat) {
      const std::size_t length = random() % 100, count = random() % scaled_at_once + 1;
      std::vector<ScaledInputs> scaled(count);
      std::vector<std::int32_t> sums(length + scaled_slack, 5), expected = sums;
      for (ScaledInputs& entry : scaled) {
        entry = {inputs.data() + random() % 50,
                 static_cast<std::int16_t>(static_cast<int>(random() % 2000) - 1000)};
        for (std::size_t i = 0; i < length; ++i) expected[i] += entry.weight * entry.inputs[i];
      }
      add_scaled(sums.data(), scaled.data(), count, length);
      for (std::size_t i = 0; i < length; ++i) ASSERT_EQ(sums[i], expected[i]);
    }
  });
}

}  // namespace
}  // namespace scnnsim
