// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/figure_tables.h"

#include <fmt/format.h>

#include <cmath>

#include "sim/tables/table_cells.h"

namespace scnnsim {
namespace {

bool in_percent(Comparison comparison) {
  return comparison == Comparison::relative || comparison == Comparison::shown;
}

}  // namespace

std::string value_text(double value, const std::string& unit) {
  const bool is_count = unit == "cycles" || unit == "words" || unit == "B";
  if (value < 0) return fmt::format("{:.3f}", value);
  return with_thousands(value, is_count ? 0 : 3);
}

std::string size_text(double deviation, Comparison comparison) {
  return in_percent(comparison) ? fmt::format("{:.1f} %", 100 * deviation) : fmt::format("{:.3f}", deviation);
}

std::string deviation_text(const ComparedRow& row) {
  if (row.published == nullptr) return "";
  const std::string size = size_text(std::fabs(row.deviation), row.published->comparison);
  if (row.published->comparison != Comparison::range) return (row.deviation < 0 ? "-" : "+") + size;
  if (is_within(row.deviation, 0)) return "inside";
  return size + (row.deviation < 0 ? " below" : " above");
}

std::string target_text(const ComparedRow& row) {
  if (row.published == nullptr || row.published->comparison == Comparison::shown) return "";
  if (row.published->comparison == Comparison::range)
    return fmt::format("{:.3f} ... {:.3f}", row.published->range->lowest, row.published->range->highest);
  return row.published->tolerance
             ? "within " + size_text(*row.published->tolerance, row.published->comparison)
             : "";
}

std::string aggregate_text(Aggregate measure) {
  switch (measure) {
    case Aggregate::median:
      return "median deviation";
    case Aggregate::worst:
      return "worst deviation";
    case Aggregate::mean_absolute:
      break;
  }
  return "mean absolute deviation";
}

std::string aggregate_target_text(const PublishedAggregate& aggregate, Comparison comparison) {
  return aggregate_text(aggregate.measure) +
         (aggregate.tolerance ? " within " + size_text(*aggregate.tolerance, comparison) : ", no target");
}

std::string aggregate_reached_text(const ComparedAggregate& aggregate, Comparison comparison) {
  std::vector<std::string> networks;
  for (const NetworkDeviation& one : aggregate.networks)
    networks.push_back(fmt::format("{}{} {}", one.is_held_out ? "held out: " : "", one.network,
                                   size_text(one.reached, comparison)));
  const std::string all = size_text(aggregate.reached, comparison);
  return networks.empty() ? all : fmt::format("{} ({})", all, fmt::join(networks, "; "));
}

std::string status_text(PublishedStatus status) {
  switch (status) {
    case PublishedStatus::V:
      return "text";
    case PublishedStatus::F:
      return "figure";
    case PublishedStatus::D:
      return "derived";
    case PublishedStatus::M:
      break;
  }
  return "as recalled, unverified";
}

}  // namespace scnnsim
