// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "models/common/cycle_owner.h"
#include "models/common/machine_config.h"
#include "sim/activity/timeline_limits.h"

namespace scnnsim {

/// Cycles begin ... end - 1 in which a unit does one thing.
struct TimelineInterval {
  Cycle begin, end;
  std::size_t activity;  ///< index of ReportTimeline::activities
  std::size_t place;     ///< index of ReportTimeline::places
};

/// A counter has `value` from `cycle` on.
struct TimelineSample {
  Cycle cycle;
  std::uint64_t value;
};

/// What one unit did, or how one counter changed.
struct TimelineTrack {
  std::string group;  ///< "array" or the PE
  std::string name;   ///< of the unit or counter
  std::string unit;   ///< of a counter; empty for a unit
  std::vector<TimelineInterval> intervals;
  std::vector<TimelineSample> samples;
};

/// A layer of a timeline: the cycles from ... to - 1 of its `cycles` are recorded.
struct ReportTimelineLayer {
  std::string name;
  Cycle cycles = 0, from = 0, to = 0;
};

/// A timeline of `scnnsim run --timeline` as a report needs it. Texts are as the file has them.
struct ReportTimeline {
  std::string file;                                            ///< as the user names it
  std::string program, network, trace_checksum, architecture;  ///< as those of results
  MachineConfig config;
  std::vector<ReportTimelineLayer> layers;  ///< one after the other
  std::vector<std::string> pes;             ///< whose units are recorded; empty: all
  Cycle counter_period = 1;                 ///< cycles between values of a counter
  std::string machine;                      ///< label of the report's machine that it is of
  Cycle from = 0, to = 0;                   ///< the cycles from ... to - 1 of the file are recorded
  std::vector<std::string> activities;
  std::vector<std::string> places;  ///< "step 3, OCG 3, channel 5"; the first one is empty
  std::vector<TimelineTrack> tracks;

  std::size_t size() const;  ///< intervals and samples
};

inline constexpr const char* how_to_record_less =
    "record fewer cycles or PEs: scnnsim run --timeline FILE --cycles FROM:TO --pes LIST";

/// Throws UserError for a file that `scnnsim run --timeline` did not write, that of an earlier version, and
/// one with more items than `most_timeline_items`.
ReportTimeline read_report_timeline(const std::filesystem::path& file);

/// What the page's scripts draw: numbers of an interval or sample follow those of the one before.
nlohmann::ordered_json timeline_to_json(const ReportTimeline& timeline);

}  // namespace scnnsim
