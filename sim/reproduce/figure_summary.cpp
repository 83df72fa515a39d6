// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/reproduce/figure_tables.h"
#include "sim/reproduce/figure_texts.h"

namespace scnnsim {
namespace {

/// The verdict on several targets: the worst of them.
Verdict worse(Verdict a, Verdict b) {
  for (const Verdict verdict : {Verdict::miss, Verdict::known_miss, Verdict::met_miss, Verdict::ok})
    if (a == verdict || b == verdict) return verdict;
  return Verdict::shown;
}

bool is_met(Verdict verdict) {
  return verdict == Verdict::ok || verdict == Verdict::met_miss;
}

TableRow summary_row(const std::string& title, const std::string& target, const std::string& reached,
                     Verdict verdict) {
  return {{title, target, reached, std::string(to_string(verdict))}};
}

/// Figures with more targets than this are summed up in a line.
constexpr std::ptrdiff_t few = 4;

void add_each_row(const ComparedFigure& figure, Table& table) {
  for (const ComparedRow& row : figure.rows)
    if (row.verdict != Verdict::shown)
      table.rows.push_back(summary_row(
          fmt::format("{}: {} {}", figure.title, row.network, row.item),
          fmt::format("{}, {}", value_text(row.published->value, figure.unit), target_text(row)),
          fmt::format("{}, {}", value_text(row.simulated.mean(), figure.unit), deviation_text(row)),
          row.verdict));
}

void add_sum_of_rows(const ComparedFigure& figure, Table& table) {
  std::size_t targets = 0, met = 0;
  double worst = 0;
  Verdict verdict = Verdict::shown;
  for (const ComparedRow& row : figure.rows) {
    if (row.verdict == Verdict::shown) continue;
    ++targets;
    met += is_met(row.verdict) ? 1 : 0;
    worst = std::max(worst, std::fabs(row.deviation));
    verdict = worse(verdict, row.verdict);
  }
  const bool has_ranges = figure.published->comparison == Comparison::range;
  std::string reached = fmt::format("{} of {}", met, targets);
  if (!has_ranges || !is_within(worst, 0))
    reached += fmt::format(", worst {} {}", has_ranges ? "distance" : "deviation",
                           size_text(worst, figure.published->comparison));
  table.rows.push_back(summary_row(
      figure.title,
      fmt::format("each of {} rows {}", targets, has_ranges ? "inside its range" : "within its tolerance"),
      reached, verdict));
}

void add_rows(const ComparedFigure& figure, Table& table) {
  const auto targets = std::count_if(figure.rows.begin(), figure.rows.end(),
                                     [](const ComparedRow& row) { return row.verdict != Verdict::shown; });
  if (targets > few)
    add_sum_of_rows(figure, table);
  else
    add_each_row(figure, table);
}

/// Whether a row belongs into the list of misses.
bool is_notable(Verdict verdict) {
  return verdict == Verdict::miss || verdict == Verdict::known_miss || verdict == Verdict::met_miss;
}

}  // namespace

Table summary_table(const std::vector<ComparedFigure>& figures) {
  Table table;
  table.caption = "Summary";
  table.columns = {
      {"figure", "figure"}, {"target", "target"}, {"reached", "reached"}, {"verdict", "verdict"}};
  for (const ComparedFigure& figure : figures) {
    if (figure.published == nullptr) continue;
    for (const ComparedAggregate& aggregate : figure.aggregates)
      table.rows.push_back(
          summary_row(figure.title, aggregate_target_text(*aggregate.published, figure.published->comparison),
                      aggregate_reached_text(aggregate, figure.published->comparison), aggregate.verdict));
    add_rows(figure, table);
  }
  return table;
}

Table miss_table(const std::vector<ComparedFigure>& figures) {
  Table table;
  table.caption = "Targets missed, or listed as missed";
  table.columns = {
      {"figure", "figure"}, {"row", "row"},         {"deviation", "deviation", CellStyle::integer},
      {"target", "target"}, {"verdict", "verdict"}, {"explanation", "explanation"}};
  for (const ComparedFigure& figure : figures) {
    for (const ComparedRow& row : figure.rows)
      if (is_notable(row.verdict))
        table.rows.push_back(
            {{figure.title, row.network + " " + row.item, deviation_text(row), target_text(row),
              std::string(to_string(row.verdict)), row.published->known_miss}});
    for (const ComparedAggregate& aggregate : figure.aggregates)
      if (is_notable(aggregate.verdict))
        table.rows.push_back(
            {{figure.title, aggregate_text(aggregate.published->measure),
              size_text(aggregate.reached, figure.published->comparison),
              "within " + size_text(aggregate.published->tolerance, figure.published->comparison),
              std::string(to_string(aggregate.verdict)), aggregate.published->known_miss}});
  }
  return table;
}

bool has_unlisted_miss(const std::vector<ComparedFigure>& figures) {
  for (const ComparedFigure& figure : figures) {
    for (const ComparedRow& row : figure.rows)
      if (row.verdict == Verdict::miss) return true;
    for (const ComparedAggregate& aggregate : figure.aggregates)
      if (aggregate.verdict == Verdict::miss) return true;
  }
  return false;
}

}  // namespace scnnsim
