// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/experiment.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/reproduce/mao2017/mao2017.h"
#include "sim/reproduce/scnn2017/scnn2017.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

bool has_published_rows(const FigurePlan& plan) {
  return std::any_of(plan.rows.begin(), plan.rows.end(),
                     [](const FigureRow& row) { return row.is_published; });
}

void check_rows(const PublishedFigure& figure, const FigurePlan& plan) {
  std::vector<std::string> known;
  for (const FigureRow& row : plan.rows) {
    if (!row.is_published) continue;
    figure.at(row.network, row.item);
    known.push_back(row.network + " " + row.item);
  }
  for (const PublishedRow& row : figure.rows) {
    const std::string name = row.network + " " + row.item;
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw UserError(fmt::format("{}: figure {}: {}", row.place, figure.id,
                                  unknown_name("row", name, "simulated rows", known)));
  }
}

/// Whether a list of what to select, empty for everything, selects a name.
bool selects(const std::vector<std::string>& selected, const std::string& name) {
  return selected.empty() || std::find(selected.begin(), selected.end(), name) != selected.end();
}

/// The row's values, or nothing when the scope leaves its points out.
std::optional<Measured> measure(const FigureRow& row, const Points& points, const Scope& scope,
                                unsigned seeds) {
  Measured measured;
  try {
    for (unsigned seed = 1; seed <= seeds; ++seed)
      measured.by_seed.push_back(row.value(SeedView(points, seed)));
  } catch (const PointNotRun&) {
    if (scope.is_full()) throw;
    return std::nullopt;
  }
  return measured;
}

ComparedFigure compare_figure(const FigurePlan& plan, const PublishedData& data, const Points& points,
                              const Scope& scope) {
  const PublishedFigure* published = has_published_rows(plan) ? &data.at(plan.id) : nullptr;
  ComparedFigure figure{plan.id, plan.title, plan.unit, published, {}, {}};
  if (published != nullptr) {
    figure.title = published->title;
    figure.unit = published->unit;
  }
  for (const FigureRow& row : plan.rows)
    if (auto measured = measure(row, points, scope, plan.one_seed ? 1 : scope.seeds))
      figure.rows.push_back(compare_row(row.network, row.item, std::move(*measured),
                                        row.is_published ? &published->at(row.network, row.item) : nullptr));
  compare_aggregates(figure, data.held_out);
  return figure;
}

}  // namespace

bool Scope::wants(const std::string& network) const {
  return selects(networks, network);
}
Scope Scope::beside(const std::string& pattern) const {
  Scope scope = *this;
  scope.generate.activation_pattern = pattern;
  scope.generate.pattern = {};
  scope.seeds = 1;
  return scope;
}
bool Scope::wants_figure(const std::string& id) const {
  return selects(figures, id);
}

const std::vector<Experiment>& experiments() {
  static const std::vector<Experiment> all{scnn2017_experiment(), mao2017_experiment()};
  return all;
}

const Experiment& find_experiment(const std::string& name, const std::string& where) {
  std::vector<std::string> names;
  for (const Experiment& experiment : experiments()) {
    if (experiment.name == name) return experiment;
    names.push_back(experiment.name);
  }
  throw UserError(where + ": " + unknown_name("experiment", name, "known experiments", names));
}

void check_published(const PublishedData& published, const FigureGroups& groups) {
  std::vector<std::string> known;
  for (const auto& group : groups)
    for (const FigurePlan& plan : group->figures()) {
      if (!has_published_rows(plan)) continue;
      check_rows(published.at(plan.id), plan);
      known.push_back(plan.id);
    }
  for (const PublishedFigure& figure : published.figures)
    if (std::find(known.begin(), known.end(), figure.id) == known.end())
      throw UserError(
          fmt::format("{}: {}", figure.place, unknown_name("figure", figure.id, "simulated figures", known)));
}

FigureGroups select_groups(FigureGroups groups, const Scope& scope, const std::string& where) {
  std::vector<std::string> known;
  FigureGroups selected;
  for (auto& group : groups) {
    bool is_wanted = false;
    for (const FigurePlan& plan : group->figures()) {
      is_wanted = is_wanted || scope.wants_figure(plan.id);
      known.push_back(plan.id);
    }
    if (is_wanted) selected.push_back(std::move(group));
  }
  for (const std::string& id : scope.figures)
    if (std::find(known.begin(), known.end(), id) == known.end())
      throw UserError(where + ": " + unknown_name("figure", id, "simulated figures", known));
  return selected;
}

std::vector<ComparedFigure> compare_figures(const FigureGroups& groups, const PublishedData& published,
                                            const Points& points, const Scope& scope) {
  std::vector<ComparedFigure> figures;
  for (const auto& group : groups)
    for (const FigurePlan& plan : group->figures()) {
      if (!scope.wants_figure(plan.id)) continue;
      ComparedFigure figure = compare_figure(plan, published, points, scope);
      if (!figure.rows.empty()) figures.push_back(std::move(figure));
    }
  return figures;
}

}  // namespace scnnsim
