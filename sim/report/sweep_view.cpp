// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sim/report/html_table.h"
#include "sim/report/page_views.h"
#include "sim/sweep/report/sweep_tables.h"
#include "sim/text/html.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

constexpr std::size_t most_rows = 2000;

/// Points without results, with all that is known of the reason.
std::string refused_points(const ReportSweep& sweep, std::size_t number) {
  Table table;
  table.columns = {{"number", "point", CellStyle::integer}, {"status", "status"}, {"reason", "reason"}};
  for (const SweepPoint& point : sweep.points)
    if (point.status == PointStatus::failed || point.status == PointStatus::invalid)
      table.rows.push_back({{point.number, to_string(point.status), point.reason}});
  if (table.rows.empty()) return "";
  table.caption =
      counted(table.rows.size(), "point") + " without results: invalid ones are refused by the machine";
  table.rows.resize(std::min(table.rows.size(), most_rows));
  return html_table(table, fmt::format("sweep-{}-refused", number));
}

void remove_column(Table& table, const std::string& name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].name != name) continue;
    const auto place = static_cast<std::ptrdiff_t>(i);
    table.columns.erase(table.columns.begin() + place);
    for (TableRow& row : table.rows) row.cells.erase(row.cells.begin() + place);
    return;
  }
}

std::string sweep_part(const ReportSweep& sweep, std::size_t number) {
  Table table = sweep_table(sweep.points, sweep.axes, {});
  remove_column(table, "reason");  // in a table of its own, whole
  if (table.rows.size() > most_rows) {
    table.caption += fmt::format("; the first {} are shown, scnnsim table shows all", most_rows);
    table.rows.resize(most_rows);
  }
  return fmt::format("<h3>{0}</h3>\n<div class=\"charts\" id=\"sweep-charts-{1}\"></div>\n{2}{3}",
                     html_text(sweep.label), number, refused_points(sweep, number),
                     html_table(table, fmt::format("sweep-{}", number)));
}

}  // namespace

std::string sweep_view(const ReportData& report) {
  std::string text;
  for (std::size_t i = 0; i < report.sweeps.size(); ++i) text += sweep_part(report.sweeps[i], i + 1);
  return text;
}

}  // namespace scnnsim
