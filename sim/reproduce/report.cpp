// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "sim/layer/result_columns.h"
#include "sim/reproduce/compare.h"
#include "sim/reproduce/figure_tables.h"
#include "sim/tables/table.h"
#include "sim/text/formats.h"
#include "sim/text/visible.h"

namespace scnnsim {
namespace {

/// How many of a figure's published rows, and of those with a target, there are and were simulated.
struct Coverage {
  std::size_t rows = 0, simulated = 0, targets = 0, judged = 0;
};

Coverage coverage_of(const PublishedFigure& figure, const std::vector<ComparedFigure>& compared) {
  Coverage coverage{figure.rows.size(), 0, 0, 0};
  for (const PublishedRow& row : figure.rows) coverage.targets += bound_of(row) ? 1 : 0;
  for (const ComparedFigure& one : compared) {
    if (one.id != figure.id) continue;
    coverage.simulated = published_rows(one);
    for (const ComparedRow& row : one.rows) coverage.judged += row.verdict == Verdict::shown ? 0 : 1;
  }
  return coverage;
}

/// The published targets that a run did not judge because it simulated only some of the rows: the caption
/// counts the targets of single rows, each row of the table is an aggregate. Nothing after a full run.
std::optional<Table> unjudged_targets(const PublishedData& published,
                                      const std::vector<ComparedFigure>& figures) {
  Table table;
  table.columns = {{"figure", "figure"}, {"target", "target"}, {"simulated", "simulated"}};
  Coverage all;
  for (const PublishedFigure& figure : published.figures) {
    const Coverage coverage = coverage_of(figure, figures);
    all.targets += coverage.targets;
    all.judged += coverage.judged;
    all.rows += coverage.rows;
    all.simulated += coverage.simulated;
    if (coverage.simulated == coverage.rows) continue;
    for (const PublishedAggregate& aggregate : figure.aggregates)
      if (aggregate.tolerance)
        table.rows.push_back({{figure.title, aggregate_target_text(aggregate, figure.comparison),
                               fmt::format("{} of {} rows", coverage.simulated, coverage.rows)}});
  }
  if (all.simulated == all.rows) return std::nullopt;
  table.caption = fmt::format("This run is a subset: it judged {} of {} rows that have a target", all.judged,
                              all.targets);
  if (!table.rows.empty()) table.caption += ", and not these targets, which need all rows of their figure";
  return table;
}

/// A line between tables: in LaTeX a comment.
std::string paragraph(const std::string& text, TableFormat format) {
  if (format == TableFormat::md) return markdown_paragraph(text) + "\n";
  return (format == TableFormat::latex ? "% " : "") + visible(text) + "\n";
}

std::string heading(const std::string& text, TableFormat format) {
  return format == TableFormat::md ? "# " + markdown_text(text) + "\n" : paragraph(text, format);
}

std::string render_or_caption(const Table& table, TableFormat format) {
  return table.rows.empty() ? paragraph(table.caption, format) : render(table, format);
}

/// `has_targets`: whether the rows simulated have any.
std::string misses_text(const Report& report, bool has_targets, TableFormat format) {
  const std::optional<Table> unjudged = unjudged_targets(report.published, report.figures);
  Table misses = miss_table(report.figures);
  if (misses.rows.empty())
    misses.caption = !unjudged     ? "No target was missed"
                     : has_targets ? "No target that was judged was missed"
                                   : "No target was judged";
  const std::string text = render_or_caption(misses, format);
  return unjudged ? text + "\n" + render_or_caption(*unjudged, format) : text;
}

}  // namespace

Table report_rows(const Report& report) {
  Table table = figure_rows(report.figures);
  add_beside_to_rows(report.beside, table);
  return table;
}

std::string report_text(const Report& report, TableFormat format) {
  if (format == TableFormat::csv || format == TableFormat::json) return render(report_rows(report), format);
  std::string text = heading(report.published.paper, format) + "\n";
  if (!report.note.empty()) text += paragraph(report.note, format) + "\n";
  for (const ComparedFigure& figure : report.figures) {
    Table table = figure_table(figure);
    add_beside(report.beside, figure.id, table);
    text += render(table, format) + "\n";
  }
  for (const Table& table : report.tables) text += render_or_caption(table, format) + "\n";
  Table summary = summary_table(report.figures);
  add_beside_to_summary(report.beside, summary);
  if (!summary.rows.empty()) text += render(summary, format) + "\n";
  return text + misses_text(report, !summary.rows.empty(), format);
}

std::string points_csv(const Points& points) {
  std::string text = "series,seed,machine";
  std::vector<LayerResult> layers;
  for (const auto& point : points.all()) layers.push_back(point.second);
  const std::vector<const ResultColumn*> columns = columns_known_for(layers);
  for (const ResultColumn* column : columns) text += "," + std::string(column->name);
  text += "\n";
  for (const auto& [key, layer] : points.all()) {
    text += csv_field(key.series_text()) + "," + std::to_string(key.seed) + "," + csv_field(key.machine);
    for (const ResultColumn* column : columns) text += "," + csv_field(column->get(layer));
    text += "\n";
  }
  return text;
}

}  // namespace scnnsim
