// SPDX-License-Identifier: Apache-2.0
#include "sim/report/report.h"

#include <fmt/format.h>

#include "sim/report/timeline_run.h"
#include "sim/results/results_files.h"
#include "sim/sweep/store/sweep_folder.h"
#include "sim/sweep/store/sweep_store.h"
#include "sim/tables/baselines.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

ReportSweep read_report_sweep(const std::string& place) {
  const SweepStore store = SweepStore::open_read(place);
  ReportSweep sweep{place, store.label(), store.program(), store.axis_names(),
                    store.points(EnergyDetail::total)};
  if (sweep.points.empty()) throw UserError(place + ": the sweep has no points");
  return sweep;
}

std::string label_of(const ReportData& report, const ReportRun& run, const std::string& architecture) {
  const bool has_several = architectures_of(run.results).size() > 1;
  if (report.runs.size() == 1) return architecture;
  return has_several ? fmt::format("{}, {}", run.results.label, architecture) : run.results.label;
}

/// `report` has its runs, with their labels.
std::vector<ReportTimeline> read_timelines(const std::vector<std::string>& files, const ReportData& report) {
  std::vector<ReportTimeline> timelines;
  std::size_t items = 0;
  for (const std::string& file : files) {
    items += timelines.emplace_back(read_report_timeline(file)).size();
    if (items > most_timeline_items)
      throw UserError(
          fmt::format("{}: the timelines up to this one have {} intervals and counter values, a "
                      "report shows at most {}; {}",
                      file, items, most_timeline_items, how_to_record_less));
    const ReportRun& run = run_of(timelines.back(), report.runs);
    timelines.back().machine = label_of(report, run, timelines.back().architecture);
  }
  return timelines;
}

}  // namespace

ReportData read_report(const std::vector<std::string>& places, const std::vector<std::string>& timelines) {
  ReportData report;
  std::vector<std::string> names, places_of_runs;
  for (const std::string& place : places) {
    if (is_sweep_store(place)) {
      report.sweeps.push_back(read_report_sweep(place));
      continue;
    }
    report.runs.push_back(read_report_run(place));
    names.push_back(report.runs.back().results.label);
    places_of_runs.push_back(place);
  }
  const std::vector<std::string> labels = run_labels(names, places_of_runs);
  for (std::size_t i = 0; i < labels.size(); ++i) report.runs[i].results.label = labels[i];
  report.timelines = read_timelines(timelines, report);
  return report;
}

std::vector<ReportMachine> machines_of(const ReportData& report) {
  std::vector<ReportMachine> machines;
  for (const ReportRun& run : report.runs)
    for (const std::string& architecture : architectures_of(run.results)) {
      ReportMachine& machine =
          machines.emplace_back(ReportMachine{&run, architecture, label_of(report, run, architecture), {}});
      for (std::size_t i = 0; i < run.results.layers.size(); ++i)
        if (run.results.layers[i].architecture == architecture) machine.layers.push_back(i);
    }
  return machines;
}

}  // namespace scnnsim
