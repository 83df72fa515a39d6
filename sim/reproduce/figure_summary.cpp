// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/reproduce/figure_tables.h"

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

/// Figures with more rows than this are summed up in a line.
constexpr std::size_t few = 4;
using Rows = std::vector<const ComparedRow*>;

std::string recalled_text(const ComparedRow& row) {
  return row.published->status == PublishedStatus::M ? " (" + status_text(PublishedStatus::M) + ")" : "";
}

void add_each_row(const ComparedFigure& figure, const Rows& rows, Table& table) {
  for (const ComparedRow* row : rows) {
    const std::string target = row->verdict == Verdict::shown ? "no target" : target_text(*row);
    table.rows.push_back(summary_row(
        fmt::format("{}: {} {}", figure.title, row->network, row->item),
        fmt::format("{}{}, {}", value_text(row->published->value, figure.unit), recalled_text(*row), target),
        fmt::format("{}, {}", value_text(row->simulated.mean(), figure.unit), deviation_text(*row)),
        row->verdict));
  }
}

double worst_of(const Rows& rows) {
  double worst = 0;
  for (const ComparedRow* row : rows) worst = std::max(worst, std::fabs(row->deviation));
  return worst;
}

std::string each_of(const Rows& rows, const std::string& target) {
  return fmt::format("each of {} rows {}{}", rows.size(), target, recalled_text(*rows.front()));
}

void add_sum_of_targets(const ComparedFigure& figure, const Rows& rows, Table& table) {
  std::size_t met = 0;
  Verdict verdict = Verdict::shown;
  for (const ComparedRow* row : rows) {
    met += is_met(row->verdict) ? 1 : 0;
    verdict = worse(verdict, row->verdict);
  }
  const double worst = worst_of(rows);
  const bool has_ranges = figure.published->comparison == Comparison::range;
  std::string reached = fmt::format("{} of {}", met, rows.size());
  if (!has_ranges || !is_within(worst, 0))
    reached += fmt::format(", worst {} {}", has_ranges ? "distance" : "deviation",
                           size_text(worst, figure.published->comparison));
  table.rows.push_back(summary_row(figure.title,
                                   each_of(rows, has_ranges ? "inside its range" : "within its tolerance"),
                                   reached, verdict));
}

/// What is shown without a target, but not what the simulation was given.
void add_sum_of_shown(const ComparedFigure& figure, const Rows& rows, Table& table) {
  const double worst = worst_of(rows);
  if (is_within(worst, 0)) return;
  table.rows.push_back(summary_row(figure.title, each_of(rows, "shown, no target"),
                                   "worst deviation " + size_text(worst, figure.published->comparison),
                                   Verdict::shown));
}

/// Rows with a target of their own, and those that have none and count in no aggregate either.
void add_rows(const ComparedFigure& figure, Table& table) {
  Rows targets, shown;
  for (const ComparedRow& row : figure.rows) {
    if (row.published == nullptr) continue;
    const bool counts =
        !figure.published->aggregates.empty() && row.published->comparison != Comparison::shown;
    if (row.verdict != Verdict::shown)
      targets.push_back(&row);
    else if (!counts)
      shown.push_back(&row);
  }
  if (targets.size() > few)
    add_sum_of_targets(figure, targets, table);
  else
    add_each_row(figure, targets, table);
  if (shown.size() > few)
    add_sum_of_shown(figure, shown, table);
  else
    add_each_row(figure, shown, table);
}

/// Whether a row belongs into the list of misses.
bool is_notable(Verdict verdict) {
  return verdict == Verdict::miss || verdict == Verdict::known_miss || verdict == Verdict::met_miss;
}

std::string explanation(Verdict verdict, const KnownMiss& known, Comparison comparison) {
  if (verdict != Verdict::miss || known.why.empty()) return known.why;
  return fmt::format("farther off than the {} of the known miss: {}", size_text(known.up_to, comparison),
                     known.why);
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
              std::string(to_string(row.verdict)),
              explanation(row.verdict, row.published->known_miss, row.published->comparison)}});
    for (const ComparedAggregate& aggregate : figure.aggregates)
      if (is_notable(aggregate.verdict))
        table.rows.push_back(
            {{figure.title, aggregate_text(aggregate.published->measure),
              size_text(aggregate.reached, figure.published->comparison),
              "within " + size_text(*aggregate.published->tolerance, figure.published->comparison),
              std::string(to_string(aggregate.verdict)),
              explanation(aggregate.verdict, aggregate.published->known_miss,
                          figure.published->comparison)}});
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
