// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "models/common/activity_observer.h"
#include "sim/report/html_table.h"
#include "sim/report/page_views.h"
#include "sim/report/timeline_run.h"
#include "sim/text/html.h"

namespace scnnsim {
namespace {

/// Cycles of a track in which its unit does `activity`.
std::uint64_t cycles_in(const ReportTimeline& timeline, const TimelineTrack& track,
                        std::string_view activity) {
  std::uint64_t cycles = 0;
  for (const TimelineInterval& one : track.intervals)
    if (timeline.activities[one.activity] == activity) cycles += one.end - one.begin;
  return cycles;
}

/// The cycles of each PE by owner.
std::string table_of_pes(const ReportTimeline& timeline, std::size_t number) {
  Table table;
  table.caption =
      fmt::format("{}: {}: cycles by what each PE does in them", timeline.file, shown_part(timeline));
  table.columns = {{"pe", "PE"}};
  std::vector<std::string_view> owners;
  for (std::size_t i = cycle_owner_count; i-- > 0;) {
    owners.push_back(to_string(static_cast<CycleOwner>(i)));
    table.columns.push_back(
        {fmt::format("cycles_{}", owners.back()), std::string(owners.back()), CellStyle::integer});
  }
  const std::string_view of_pe = to_string(ActiveUnit::pe);
  for (const TimelineTrack& track : timeline.tracks) {
    if (track.name != of_pe || !track.unit.empty()) continue;
    TableRow& row = table.rows.emplace_back();
    row.cells.emplace_back(track.group);
    for (const std::string_view owner : owners) row.cells.emplace_back(cycles_in(timeline, track, owner));
  }
  return fmt::format("<details><summary>Table of {}</summary>\n{}</details>\n", html_text(timeline.file),
                     html_table(table, fmt::format("timeline-{}", number)));
}

}  // namespace

std::string timeline_view(const ReportData& report) {
  std::string text = "<div class=\"charts\" id=\"timeline-charts\"></div>\n";
  for (std::size_t i = 0; i < report.timelines.size(); ++i) text += table_of_pes(report.timelines[i], i + 1);
  return text;
}

}  // namespace scnnsim
