// SPDX-License-Identifier: Apache-2.0
// What the units report is what is counted, by either engine and with every quantum.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
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

/// Cycles by activity, over the intervals of a unit.
using ActivityCycles = std::map<Activity, std::uint64_t>;
ActivityCycles cycles_of(const RecordedLayer& layer, const MachineConfig& config, ActiveUnit unit,
                         std::uint32_t pe = 0) {
  ActivityCycles cycles;
  const ActivityStreams streams(config.pe_count());
  for (const ActivityRecord& record : records_of(*layer.part, streams.of(unit, pe)))
    cycles[static_cast<Activity>(record.what)] += record.value - record.cycle;
  return cycles;
}

std::uint64_t counter_of(const RecordedLayer& layer, const std::string& block, const char* counter) {
  return layer.result.counters->at(block).at(counter).get<std::uint64_t>();
}

/// The broadcast's waits sum to its counters. Returns those of cycles that deliver entries, too.
std::uint64_t expect_counted_waits(const RecordedLayer& layer, const MachineConfig& config) {
  ActivityCycles cycles = cycles_of(layer, config, ActiveUnit::weight_broadcast);
  EXPECT_EQ(cycles[Activity::waits_for_room] + cycles[Activity::broadcast_then_room],
            counter_of(layer, "weight_broadcast", "cycles_room"));
  EXPECT_EQ(cycles[Activity::waits_for_dram] + cycles[Activity::broadcast_then_dram],
            counter_of(layer, "weight_broadcast", "cycles_dram"));
  return cycles[Activity::broadcast_then_room] + cycles[Activity::broadcast_then_dram];
}

void expect_counted_post_processing(const RecordedLayer& layer, const MachineConfig& config) {
  for (std::uint32_t pe = 0; pe < config.pe_count(); ++pe) {
    ActivityCycles cycles = cycles_of(layer, config, ActiveUnit::ppu, pe);
    EXPECT_EQ(cycles[Activity::halo_exchange] + cycles[Activity::post_processing],
              counter_of(layer, name_of_pe(config, pe) + ".ppu", "busy_cycles"));
  }
}

/// Links that move a word, and a DRAM that moves a byte, per cycle are busy for as many cycles. Returns the
/// words of all links.
std::uint64_t expect_counted_transfers(const RecordedLayer& layer, const MachineConfig& config) {
  ActivityCycles cycles = cycles_of(layer, config, ActiveUnit::dram);
  EXPECT_EQ(cycles[Activity::dram_read], counter_of(layer, "dram", "read_bytes"));
  EXPECT_EQ(cycles[Activity::dram_write], counter_of(layer, "dram", "write_bytes"));
  std::uint64_t words = 0;
  for (std::uint32_t pe = 0; pe < config.pe_count(); ++pe)
    for (const auto& [unit, name] : {std::pair{ActiveUnit::link_east, "east"},
                                     {ActiveUnit::link_west, "west"},
                                     {ActiveUnit::link_south, "south"},
                                     {ActiveUnit::link_north, "north"}}) {
      const std::uint64_t busy = cycles_of(layer, config, unit, pe)[Activity::transfer];
      words += busy;
      if (!has_link(config, pe, unit)) continue;
      const std::string link = fmt::format("halo_exchange.link_{}_{}_{}", name, pe / config.pe_array.columns,
                                           pe % config.pe_array.columns);
      EXPECT_EQ(busy, counter_of(layer, link, "words")) << link;
    }
  return words;
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
  std::uint64_t cut_short = 0;
  for (std::uint64_t seed = 6'000'000; seed < 6'000'024; ++seed) {
    const lockstep::RandomCase random = lockstep::random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const RecordedLayer plain = recorded(random, EngineKind::product, 1, everything);
    expect_counted_cycles(plain, random.config);
    cut_short += expect_counted_waits(plain, random.config);
    expect_counted_post_processing(plain, random.config);
    expect_order(plain, random.config);
    expect_fifo_fill(plain, random.config);
    const std::string timeline = timeline_of(plain, random.config, everything);
    for (const Cycle quantum : {Cycle{7}, max_quantum}) {
      const RecordedLayer fast = recorded(random, EngineKind::automatic, quantum, everything);
      expect_counted_cycles(fast, random.config);
      expect_counted_waits(fast, random.config);
      expect_counted_post_processing(fast, random.config);
      EXPECT_EQ(timeline_of(fast, random.config, everything), timeline) << "quantum " << quantum;
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(cut_short, 100u);
}

TEST(Activity, OfLinksAndDramSumsToWhatTheyMoved) {
  ActivityRequest everything;
  everything.has_window = true;
  std::uint64_t words = 0;
  for (std::uint64_t seed = 6'300'000; seed < 6'300'012; ++seed) {
    lockstep::RandomCase random = lockstep::random_case(seed);
    random.config.ppu.halo_words_per_cycle = 1;
    random.config.dram.bandwidth = random.config.clock.frequency;  // a byte per cycle
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    words += expect_counted_transfers(recorded(random, EngineKind::product, 1, everything), random.config);
    expect_counted_transfers(recorded(random, EngineKind::automatic, max_quantum, everything), random.config);
  }
  EXPECT_GT(words, 1000u);
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
    for (std::size_t unit = 0; unit < active_unit_count; ++unit) {
      const auto one = static_cast<ActiveUnit>(unit);
      ActivityCycles sum = cycles_of(first, random.config, one);
      for (const auto& [activity, cycles] : cycles_of(second, random.config, one)) sum[activity] += cycles;
      EXPECT_EQ(sum, cycles_of(whole, random.config, one)) << to_string(one);
    }
  }
}

}  // namespace
}  // namespace scnnsim
