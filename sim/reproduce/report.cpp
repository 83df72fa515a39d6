// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/report.h"

#include "sim/reproduce/figure_tables.h"
#include "sim/results/result_columns.h"

namespace scnnsim {

std::string report_text(const Report& report, TableFormat format) {
  if (format == TableFormat::csv || format == TableFormat::json)
    return render(figure_rows(report.figures), format);
  std::string text = (format == TableFormat::md      ? "# "
                      : format == TableFormat::latex ? "% "
                                                     : "") +
                     report.title + "\n\n";
  if (!report.note.empty()) text += (format == TableFormat::latex ? "% " : "") + report.note + "\n\n";
  for (const ComparedFigure& figure : report.figures) text += render(figure_table(figure), format) + "\n";
  for (const Table& table : report.tables) text += render(table, format) + "\n";
  text += render(summary_table(report.figures), format) + "\n";
  const Table misses = miss_table(report.figures);
  return text + (misses.rows.empty() ? misses.caption + "\n" : render(misses, format));
}

std::string points_csv(const Points& points) {
  std::string text = "series,seed,machine";
  for (const ResultColumn& column : result_columns()) text += "," + std::string(column.name);
  text += "\n";
  for (const auto& [key, layer] : points.all()) {
    text += csv_field(key.series) + "," + std::to_string(key.seed) + "," + csv_field(key.machine);
    for (const ResultColumn& column : result_columns()) text += "," + csv_field(column.get(layer));
    text += "\n";
  }
  return text;
}

}  // namespace scnnsim
