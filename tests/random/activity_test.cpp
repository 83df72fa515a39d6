// SPDX-License-Identifier: Apache-2.0
// What the units report is what is counted, by either engine and with every quantum.
#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>

#include "sim/activity/unit_names.h"
#include "tests/random/random_layers.h"
#include "tests/support/recorded_layer.h"

namespace scnnsim {
namespace {

RecordedLayer recorded(const lockstep::RandomCase& random, EngineKind engine, Cycle quantum,
                       const ActivityRequest& request) {
  SimulationOptions options;
  options.engine = engine;
  options.quantum = quantum;
  options.verify = false;
  return record_layer(random.config, random.layer, random.tensors, options, request);
}

/// The intervals of every PE leave no cycle out, and sum to its counters.
void expect_counted_cycles(const RecordedLayer& layer, const MachineConfig& config) {
  const ActivityStreams streams(config.pe_count());
  for (std::uint32_t pe = 0; pe < config.pe_count(); ++pe) {
    std::array<std::uint64_t, cycle_owner_count> cycles{};
    Cycle next = 0;
    for (const ActivityRecord& record : records_of(*layer.part, streams.of(ActiveUnit::pe, pe))) {
      ASSERT_EQ(record.cycle, next);
      next = record.value;
      cycles.at(record.what) += record.value - record.cycle;
    }
    EXPECT_EQ(next, layer.result.cycles);
    const auto& counters = layer.result.counters->at(name_of_pe(config, pe));
    for (std::size_t owner = 0; owner < cycle_owner_count; ++owner)
      EXPECT_EQ(cycles[owner],
                counters.at("cycles_" + std::string(to_string(static_cast<CycleOwner>(owner)))));
  }
}

/// The intervals of every unit come in order and do not overlap. Weights that no PE takes may stream beyond
/// the end of the layer.
void expect_order(const RecordedLayer& layer, const MachineConfig& config) {
  const ActivityStreams streams(config.pe_count());
  for (std::size_t unit = 0; unit < active_unit_count; ++unit)
    for (std::uint32_t pe = 0; pe < (unit < units_of_pe ? config.pe_count() : 1); ++pe) {
      Cycle end = 0;
      for (const ActivityRecord& record :
           records_of(*layer.part, streams.of(static_cast<ActiveUnit>(unit), pe))) {
        ASSERT_GE(record.cycle, end) << to_string(static_cast<ActiveUnit>(unit)) << " of PE " << pe;
        ASSERT_GT(record.value, record.cycle);
        end = record.value;
      }
      const bool ends_with_layer =
          unit < units_of_pe || unit == static_cast<std::size_t>(ActiveUnit::barrier);
      EXPECT_TRUE(end <= layer.result.cycles || !ends_with_layer) << end;
    }
}

/// Entries that a FIFO holds: never more than it has room for, none at the end.
void expect_fifo_fill(const RecordedLayer& layer, const MachineConfig& config) {
  const ActivityStreams streams(config.pe_count());
  for (std::uint32_t pe = 0; pe < config.pe_count(); ++pe) {
    const auto fill = records_of(*layer.part, streams.of(ActiveLevel::fifo_entries, pe));
    for (const ActivityRecord& record : fill) EXPECT_LE(record.value, config.weight_fifo.entries);
    EXPECT_TRUE(fill.empty() || fill.back().value == 0) << "PE " << pe;
  }
}

TEST(Activity, IntervalsSumToTheCountersAndAreThoseOfEitherEngine) {
  ActivityRequest everything;
  everything.has_window = true;
  for (std::uint64_t seed = 6'000'000; seed < 6'000'024; ++seed) {
    const lockstep::RandomCase random = lockstep::random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const RecordedLayer plain = recorded(random, EngineKind::product, 1, everything);
    expect_counted_cycles(plain, random.config);
    expect_order(plain, random.config);
    expect_fifo_fill(plain, random.config);
    const std::string timeline = timeline_of(plain, random.config, everything);
    for (const Cycle quantum : {Cycle{7}, max_quantum}) {
      const RecordedLayer fast = recorded(random, EngineKind::automatic, quantum, everything);
      expect_counted_cycles(fast, random.config);
      EXPECT_EQ(timeline_of(fast, random.config, everything), timeline) << "quantum " << quantum;
    }
    if (HasFailure()) return;
  }
}

/// Few banks, queues of one product, and a hash for which the batched engine forms each issue.
void crowd(MachineConfig& config) {
  AccumulatorParameters& accumulator = config.accumulator;
  accumulator.entries = 512;
  accumulator.banks = 8;
  accumulator.bank_hash = BankHash::xor_;
  accumulator.merge = MergeMode::none;
  config.scatter.policy = ScatterPolicy::output_queued;
  config.scatter.output_queue_depth = 1;
}

TEST(Activity, OfIssuesThatWaitIsThatOfEitherEngine) {
  ActivityRequest everything;
  everything.has_window = true;
  std::uint64_t waits = 0;
  for (std::uint64_t seed = 6'200'000; seed < 6'200'012; ++seed) {
    lockstep::RandomCase random = lockstep::random_case(seed);
    crowd(random.config);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const RecordedLayer plain = recorded(random, EngineKind::product, 1, everything);
    const RecordedLayer fast = recorded(random, EngineKind::batched, max_quantum, everything);
    EXPECT_EQ(timeline_of(fast, random.config, everything), timeline_of(plain, random.config, everything));
    waits += fast.result.pe_cycles[static_cast<std::size_t>(CycleOwner::crossbar)];
  }
  EXPECT_GT(waits, 1000u);
}

TEST(Activity, OfTwoWindowsIsThatOfTheLayer) {
  for (std::uint64_t seed = 6'100'000; seed < 6'100'008; ++seed) {
    const lockstep::RandomCase random = lockstep::random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    ActivityRequest request;
    request.has_window = true;
    const RecordedLayer whole = recorded(random, EngineKind::automatic, max_quantum, request);
    const Cycle middle = whole.result.cycles / 2;
    if (middle == 0) continue;
    ActivityRequest before = request, after = request;
    before.to = after.from = middle;
    const RecordedLayer first = recorded(random, EngineKind::automatic, max_quantum, before);
    const RecordedLayer second = recorded(random, EngineKind::automatic, max_quantum, after);
    const ActivityStreams streams(random.config.pe_count());
    for (std::size_t unit = 0; unit < active_unit_count; ++unit) {
      const std::size_t stream = streams.of(static_cast<ActiveUnit>(unit), 0);
      const auto cycles_of = [&](const RecordedLayer& layer) {
        std::map<std::uint32_t, std::uint64_t> cycles;
        for (const ActivityRecord& record : records_of(*layer.part, stream))
          cycles[record.what] += record.value - record.cycle;
        return cycles;
      };
      auto sum = cycles_of(first);
      for (const auto& [activity, cycles] : cycles_of(second)) sum[activity] += cycles;
      EXPECT_EQ(sum, cycles_of(whole)) << to_string(static_cast<ActiveUnit>(unit));
    }
  }
}

}  // namespace
}  // namespace scnnsim
