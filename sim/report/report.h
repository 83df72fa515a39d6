// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/report/report_run.h"
#include "sim/report/report_timeline.h"
#include "sim/sweep/plan/sweep_point.h"

namespace scnnsim {

/// A sweep's store as a report needs it.
struct ReportSweep {
  std::string place, label, program;
  std::vector<std::string> axes;
  std::vector<SweepPoint> points;
};

/// What a report is about.
struct ReportData {
  std::vector<ReportRun> runs;
  std::vector<ReportSweep> sweeps;
  std::vector<ReportTimeline> timelines;
};

/// A machine of a run: what the report's charts compare.
struct ReportMachine {
  const ReportRun* run;
  std::string architecture;
  std::string label;                ///< tells it from all others: "results-4x4, dcnn"
  std::vector<std::size_t> layers;  ///< indices into the run's layers
};

/// Reads each place, the results of a run or a sweep's store, and labels runs as read_runs() does.
/// `timelines`: files of `scnnsim run --timeline`. Throws UserError, also for timelines that together have
/// more than most_timeline_items.
ReportData read_report(const std::vector<std::string>& places,
                       const std::vector<std::string>& timelines = {});

/// Every machine of every run, in order. `report` must outlive them.
std::vector<ReportMachine> machines_of(const ReportData& report);

/// What the page's scripts draw, as JSON. Names are shown as `visible` makes them.
std::string report_json(const ReportData& report);

/// The whole page. Throws UserError if d3 was not installed when the program was built.
std::string report_page(const ReportData& report);

}  // namespace scnnsim
