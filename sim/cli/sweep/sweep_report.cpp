// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/sweep/sweep_report.h"

#include <fmt/format.h>

#include <map>

#include "sim/cli/standard_streams.h"
#include "sim/sweep/plan/sweep_estimate.h"
#include "sim/sweep/store/sweep_folder.h"
#include "sim/sweep/store/sweep_store.h"
#include "sim/tables/column_definitions.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

constexpr std::size_t most_reasons = 10;

std::string shown(const AxisValues& axes) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : axes) texts.push_back(fmt::format("{}={}", name, value));
  return fmt::format("{}", fmt::join(texts, " "));
}

using Statuses = std::map<std::string, PointStatus>;

/// What a sweep's folder tells before a run.
struct Known {
  Statuses statuses;  ///< by key
  double rate = 0;    ///< cost per second of a worker; 0: not known
};

Known known_from(const std::string& folder) {
  Known known;
  if (folder.empty() || !is_sweep_store(folder)) return known;
  const SweepStore store = SweepStore::open_read(folder);
  for (const SweepPoint& point : store.points()) known.statuses[point.key] = point.status;
  known.rate = store.rate();
  return known;
}

Table list_of(const SweepPlan& plan, const Statuses& statuses, double rate) {
  Table table;
  table.columns = {defined_column("number")};
  for (const std::string& name : plan.axis_names) table.columns.push_back({name, name, CellStyle::axis});
  table.columns.push_back(defined_column("status"));
  table.columns.push_back(defined_column("wall_seconds"));
  for (const PlannedPoint& planned : plan.points) {
    const SweepPoint& point = planned.point;
    TableRow row;
    row.cells.emplace_back(point.number);
    for (const std::string& name : plan.axis_names) {
      row.cells.emplace_back();
      for (const auto& [axis, value] : point.axes)
        if (axis == name) row.cells.back() = value;
    }
    const auto found = statuses.find(point.key);
    row.cells.emplace_back(to_string(found == statuses.end() ? point.status : found->second));
    row.cells.emplace_back(planned.job.cost / rate);
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

int report_sweep(const std::filesystem::path& folder, bool whole, void (*print)(std::string_view line)) {
  const SweepStore store = SweepStore::open_read(folder);
  std::map<PointStatus, std::size_t> counts;
  std::size_t reasons = 0;
  const std::vector<SweepPoint> points = store.points();
  for (const SweepPoint& point : points) {
    ++counts[point.status];
    if (point.reason.empty() || ++reasons > most_reasons) continue;
    print_message(fmt::format("{} point {} ({}): {}", to_string(point.status), point.number,
                              shown(point.axes), point.reason));
  }
  if (reasons > most_reasons)
    print_message(fmt::format("... and {} more: see points.csv", reasons - most_reasons));
  print(fmt::format("{}: {} of {}: {} done, {} failed, {} invalid, {} left", folder.string(),
                    counted(points.size(), "point"), store.points_in_all(), counts[PointStatus::done],
                    counts[PointStatus::failed], counts[PointStatus::invalid], counts[PointStatus::pending]));
  const std::uint64_t missing = whole ? store.points_in_all() - points.size() : 0;
  if (missing > 0)
    print_message(fmt::format("{} in none of the stores: run their shards, then merge again",
                              counted(missing, "more point")));
  return counts[PointStatus::failed] + counts[PointStatus::pending] + missing > 0 ? 1 : 0;
}

std::string describe_plan(const SweepPlan& plan, const SweepCommandOptions& options) {
  const Known known = known_from(options.out);
  const Statuses& statuses = known.statuses;
  const double rate = known.rate > 0 ? known.rate : measure_rate();
  std::vector<double> costs;  // of what is left
  for (const PlannedPoint& point : plan.points) {
    const auto found = statuses.find(point.point.key);
    if (found != statuses.end() && found->second != PointStatus::pending) continue;
    if (point.point.status == PointStatus::invalid) continue;
    costs.push_back(point.job.cost);
  }
  std::string text = render(list_of(plan, statuses, rate), options.format);
  if (options.format != TableFormat::text) return text;
  text += "\n" + counted(plan.points.size(), "point");
  if (plan.excluded > 0) text += ", " + counted(plan.excluded, "combination") + " excluded by constraints";
  if (plan.duplicates > 0) text += ", " + counted(plan.duplicates, "duplicate") + " left out";
  return text + fmt::format("; {} to run: about {} with --jobs {}\n", costs.size(),
                            duration_text(estimate_seconds(costs, rate, options.run.jobs)), options.run.jobs);
}

}  // namespace scnnsim
