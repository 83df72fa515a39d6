// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/mao2017/equal_accuracy_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "sim/tables/table_cells.h"

namespace scnnsim::mao2017 {
namespace {

constexpr Cost all_costs[] = {Cost::storage, Cost::output_references, Cost::memory_references, Cost::cycles,
                              Cost::energy};

std::string cost_text(const EqualAccuracyRow& row, Cost cost) {
  switch (cost) {
    case Cost::storage:
      return fmt::format("{:.1f}", 100 * row[cost]);
    case Cost::energy:
      return with_thousands(row[cost] / 1e6, 0);
    case Cost::cycles:
      return with_thousands(row[cost] / 1e3, 0);
    case Cost::output_references:
    case Cost::memory_references:
      break;
  }
  return with_thousands(row[cost] / 1e6, 1);
}

bool is_lowest(const std::vector<EqualAccuracyRow>& rows, const EqualAccuracyRow& row, Cost cost) {
  return std::all_of(rows.begin(), rows.end(), [&](const EqualAccuracyRow& other) {
    return other.network != row.network || other[cost] >= row[cost];
  });
}

/// "vector 4, kernel 1": networks in which a granularity is lowest on one of its machines.
std::string winners(const std::vector<EqualAccuracyRow>& rows, Cost cost) {
  std::map<Granularity, std::set<std::string>> networks;
  for (const EqualAccuracyRow& row : rows)
    if (is_lowest(rows, row, cost)) networks[row.granularity].insert(row.network);
  std::vector<std::string> parts;
  parts.reserve(networks.size());
  for (const auto& [granularity, won] : networks)
    parts.push_back(fmt::format("{} {}", to_string(granularity), won.size()));
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

double EqualAccuracyRow::spread() const {
  double largest = 0;
  for (const Measured& cost : costs) largest = std::max(largest, cost.spread() / cost.mean());
  return largest;
}

Table equal_accuracy_table(const std::vector<EqualAccuracyRow>& rows) {
  Table table;
  table.caption =
      "Equal accuracy on SCNN: 8-bit weights, an index per stored grain, merging by grain where grains hold "
      "more than "
      "one weight; densities as recalled, unverified, the same in all layers; inputs of unpublished density "
      "half zeros; "
      "means over the trace seeds, spread: the largest of any cost, against its mean. * lowest of the "
      "network";
  table.columns = {{"network", "network"},
                   {"granularity", "granularity"},
                   {"merge", "merge"},
                   {"density", "density", CellStyle::share},
                   {"storage", "storage", CellStyle::integer, "% of dense"},
                   {"output_references", "output references", CellStyle::integer, "M words"},
                   {"memory_references", "memory references", CellStyle::integer, "M words"},
                   {"cycles", "cycles", CellStyle::integer, "k cycles"},
                   {"energy", "energy", CellStyle::integer, "uJ"},
                   {"spread", "spread", CellStyle::share}};
  for (const EqualAccuracyRow& row : rows) {
    TableRow cells{{row.network, std::string(to_string(row.granularity)), std::string(to_string(row.merge)),
                    row.density}};
    for (const Cost cost : all_costs)
      cells.cells.push_back(cost_text(row, cost) + (is_lowest(rows, row, cost) ? " *" : "  "));
    cells.cells.push_back(row.costs.front().has_spread() ? nlohmann::ordered_json(row.spread()) : nullptr);
    table.rows.push_back(std::move(cells));
  }
  TableRow best{{"lowest in networks", nullptr, nullptr, nullptr}, true};
  for (const Cost cost : all_costs) best.cells.push_back(winners(rows, cost));
  best.cells.push_back(nullptr);
  table.rows.push_back(std::move(best));
  return table;
}

Table equal_accuracy_beside_table(const std::vector<EqualAccuracyRow>& judged,
                                  const std::string& judged_pattern,
                                  const std::vector<EqualAccuracyRow>& beside,
                                  const std::string& beside_pattern) {
  Table table;
  table.caption = fmt::format("Equal accuracy on SCNN with activations {} and, trace seed 1, {}",
                              judged_pattern, beside_pattern);
  table.columns = {{"network", "network"}, {"granularity", "granularity"}, {"merge", "merge"}};
  struct CostColumn {
    Cost cost;
    const char *name, *title, *unit;
  };
  constexpr CostColumn columns[] = {
      {Cost::output_references, "output_references", "output references", "M words"},
      {Cost::memory_references, "memory_references", "memory references", "M words"},
      {Cost::cycles, "cycles", "cycles", "k cycles"},
      {Cost::energy, "energy", "energy", "uJ"}};
  for (const CostColumn& column : columns)
    for (const std::string& pattern : {judged_pattern, beside_pattern})
      table.columns.push_back({fmt::format("{}_{}", column.name, pattern),
                               fmt::format("{}, {}", column.title, pattern), CellStyle::integer,
                               column.unit});
  for (std::size_t i = 0; i < judged.size() && i < beside.size(); ++i) {
    TableRow row{{judged[i].network, std::string(to_string(judged[i].granularity)),
                  std::string(to_string(judged[i].merge))}};
    for (const CostColumn& column : columns)
      for (const EqualAccuracyRow* one : {&judged[i], &beside[i]})
        row.cells.push_back(cost_text(*one, column.cost));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace scnnsim::mao2017
