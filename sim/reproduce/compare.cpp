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
                        const PublishedRow* published) {
  ComparedRow row{std::move(network), std::move(item), std::move(simulated), published, 0, Verdict::shown};
  if (published == nullptr) return row;
  row.deviation = deviation_of(row.simulated.mean(), *published);
  if (const auto bound = bound_of(*published))
    row.verdict = judge(row.deviation, *bound, published->known_miss);
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

void compare_aggregates(ComparedFigure& figure, const std::vector<std::string>& held_out) {
  if (figure.published == nullptr) return;
  const bool complete = published_rows(figure) == figure.published->rows.size();
  for (const PublishedAggregate& bound : figure.published->aggregates) {
    const auto reached = aggregate_of(bound.measure, figure.rows);
    if (!reached) continue;
    const Verdict verdict =
        bound.tolerance ? judge(*reached, *bound.tolerance, bound.known_miss) : Verdict::shown;
    const bool is_final = complete || verdict == Verdict::shown;
    figure.aggregates.push_back({&bound, *reached, is_final ? verdict : Verdict::unjudged,
                                 deviations_by_network(bound.measure, figure.rows, held_out)});
  }
}

}  // namespace scnnsim
