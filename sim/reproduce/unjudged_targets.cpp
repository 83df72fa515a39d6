// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/unjudged_targets.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/reproduce/figure_texts.h"

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

}  // namespace

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

}  // namespace scnnsim
