// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/compare.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace scnnsim {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

double distance_to(const ValueRange<double>& range, double value) {
  if (value < range.lowest) return value - range.lowest;
  return value > range.highest ? value - range.highest : 0;
}

/// The networks of rows, each once.
std::vector<std::string> networks_of(const std::vector<ComparedRow>& rows) {
  std::vector<std::string> networks;
  for (const ComparedRow& row : rows)
    if (!contains(networks, row.network)) networks.push_back(row.network);
  return networks;
}

/// Of each network, when there are several.
std::vector<NetworkDeviation> deviations_by_network(Aggregate measure, const std::vector<ComparedRow>& rows,
                                                    const std::vector<std::string>& held_out) {
  std::vector<NetworkDeviation> deviations;
  const std::vector<std::string> networks = networks_of(rows);
  if (networks.size() < 2) return deviations;
  for (const std::string& network : networks) {
    std::vector<ComparedRow> own;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(own),
                 [&](const ComparedRow& row) { return row.network == network; });
    if (const auto reached = aggregate_of(measure, own))
      deviations.push_back({network, *reached, contains(held_out, network)});
  }
  return deviations;
}

/// The same rows, each with the deviation of one seed. Rows that have fewer seeds repeat their last.
std::vector<ComparedRow> rows_of_seed(std::vector<ComparedRow> rows, std::size_t seed) {
  for (ComparedRow& row : rows) {
    const std::vector<double>& values = row.simulated.by_seed;
    if (row.published != nullptr)
      row.deviation = deviation_of(values[std::min(seed, values.size() - 1)], *row.published);
  }
  return rows;
}

/// Of each seed.
std::vector<double> aggregates_by_seed(Aggregate measure, const std::vector<ComparedRow>& rows) {
  std::size_t seeds = 1;
  for (const ComparedRow& row : rows) seeds = std::max(seeds, row.simulated.by_seed.size());
  std::vector<double> reached;
  for (std::size_t seed = 0; seed < seeds; ++seed)
    reached.push_back(aggregate_of(measure, rows_of_seed(rows, seed)).value_or(0));
  return reached;
}

/// What a met target that is listed as missed says of the list, given the deviations of each seed.
Verdict met_miss_of(const std::vector<double>& by_seed, double bound, bool fewer_seeds) {
  const bool is_met_by_all = std::all_of(by_seed.begin(), by_seed.end(),
                                         [&](double deviation) { return is_within(deviation, bound); });
  return fewer_seeds || !is_met_by_all ? Verdict::seed_miss : Verdict::met_miss;
}

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace

double deviation_of(double simulated, const PublishedRow& published) {
  switch (published.comparison) {
    case Comparison::range:
      return distance_to(*published.range, simulated);
    case Comparison::absolute:
      return simulated - published.value;
    case Comparison::relative:
    case Comparison::shown:
      break;
  }
  return published.value == 0 ? 0 : simulated / published.value - 1;
}

std::optional<double> bound_of(const PublishedRow& row) {
  if (row.comparison == Comparison::shown) return std::nullopt;
  return row.comparison == Comparison::range ? 0.0 : row.tolerance;
}

bool is_within(double deviation, double bound) {
  constexpr double rounding = 1e-9;
  return std::fabs(deviation) <= bound + rounding;
}

Verdict judge(double deviation, double bound, const KnownMiss& known_miss) {
  if (is_within(deviation, bound)) return known_miss.why.empty() ? Verdict::ok : Verdict::met_miss;
  const bool is_known = !known_miss.why.empty() && is_within(deviation, known_miss.up_to);
  return is_known ? Verdict::known_miss : Verdict::miss;
}

ComparedRow compare_row(std::string network, std::string item, Measured simulated,
                        const PublishedRow* published, bool fewer_seeds) {
  ComparedRow row{std::move(network), std::move(item), std::move(simulated), published, 0, Verdict::shown};
  if (published == nullptr) return row;
  row.deviation = deviation_of(row.simulated.mean(), *published);
  const auto bound = bound_of(*published);
  if (!bound) return row;
  row.verdict = judge(row.deviation, *bound, published->known_miss);
  if (row.verdict != Verdict::met_miss) return row;
  std::vector<double> by_seed;
  for (const double value : row.simulated.by_seed) by_seed.push_back(deviation_of(value, *published));
  row.verdict = met_miss_of(by_seed, *bound, fewer_seeds);
  return row;
}

std::optional<double> aggregate_of(Aggregate measure, const std::vector<ComparedRow>& rows) {
  std::vector<double> deviations;
  for (const ComparedRow& row : rows)
    if (row.published != nullptr && row.published->comparison != Comparison::shown)
      deviations.push_back(std::fabs(row.deviation));
  if (deviations.empty()) return std::nullopt;
  switch (measure) {
    case Aggregate::median:
      return median_of(deviations);
    case Aggregate::worst:
      return *std::max_element(deviations.begin(), deviations.end());
    case Aggregate::mean_absolute:
      break;
  }
  return std::accumulate(deviations.begin(), deviations.end(), 0.0) / static_cast<double>(deviations.size());
}

std::size_t published_rows(const ComparedFigure& figure) {
  return static_cast<std::size_t>(
      std::count_if(figure.rows.begin(), figure.rows.end(),
                    [](const ComparedRow& row) { return row.published != nullptr; }));
}

void compare_aggregates(ComparedFigure& figure, const std::vector<std::string>& held_out, bool fewer_seeds) {
  if (figure.published == nullptr) return;
  const bool complete = published_rows(figure) == figure.published->rows.size();
  for (const PublishedAggregate& bound : figure.published->aggregates) {
    const auto reached = aggregate_of(bound.measure, figure.rows);
    if (!reached) continue;
    Verdict verdict = bound.tolerance ? judge(*reached, *bound.tolerance, bound.known_miss) : Verdict::shown;
    if (verdict == Verdict::met_miss)
      verdict = met_miss_of(aggregates_by_seed(bound.measure, figure.rows), *bound.tolerance, fewer_seeds);
    const bool is_final = complete || verdict == Verdict::shown;
    figure.aggregates.push_back({&bound, *reached, is_final ? verdict : Verdict::unjudged,
                                 deviations_by_network(bound.measure, figure.rows, held_out)});
  }
}

}  // namespace scnnsim
