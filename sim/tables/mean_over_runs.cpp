// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/table_rows.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "sim/tables/column_definitions.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

/// The rows of all runs that belong together, in the order in which the first of them occurs.
struct Group {
  std::vector<Json> identity;
  bool is_total;
  std::vector<const TableRow*> rows;
};

std::vector<Group> groups_of(const Table& table, const std::vector<std::size_t>& identity) {
  std::vector<Group> groups;
  for (const TableRow& row : table.rows) {
    std::vector<Json> own;
    own.reserve(identity.size());
    for (const std::size_t column : identity) own.push_back(row.cells[column]);
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& one) {
      return one.is_total == row.is_total && one.identity == own;
    });
    if (group == groups.end()) {
      groups.push_back({std::move(own), row.is_total, {}});
      group = std::prev(groups.end());
    }
    group->rows.push_back(&row);
  }
  return groups;
}

/// Mean and spread of a column's numbers; a text that all rows have, without a spread.
std::pair<Json, Json> summary_of(const std::vector<const TableRow*>& rows, std::size_t column) {
  std::vector<double> numbers;
  for (const TableRow* row : rows)
    if (row->cells[column].is_number()) numbers.push_back(row->cells[column].get<double>());
  if (numbers.empty()) {
    const Json& first = rows.front()->cells[column];
    const bool agree = std::all_of(rows.begin(), rows.end(),
                                   [&](const TableRow* row) { return row->cells[column] == first; });
    return {agree ? first : Json(), Json()};
  }
  const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
  return {std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size()),
          *most - *least};
}

bool has_numbers(const Table& table, std::size_t column) {
  return std::any_of(table.rows.begin(), table.rows.end(),
                     [column](const TableRow& row) { return row.cells[column].is_number(); });
}

}  // namespace

Table mean_over_runs(const Table& rows, std::size_t identity) {
  Table table;
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < identity; ++i)
    if (rows.columns[i].name != "run") kept.push_back(i);
  for (const std::size_t i : kept) table.columns.push_back(rows.columns[i]);
  table.identity = kept.size();
  table.columns.push_back(defined_column("runs"));
  std::vector<bool> spreads;
  for (std::size_t i = identity; i < rows.columns.size(); ++i) {
    table.columns.push_back(rows.columns[i]);
    spreads.push_back(has_numbers(rows, i));
    if (!spreads.back()) continue;
    table.columns.push_back(rows.columns[i]);
    table.columns.back().name += "_spread";
    table.columns.back().title = "spread";
  }
  for (const Group& group : groups_of(rows, kept)) {
    TableRow row{group.identity, group.is_total};
    row.cells.push_back(group.rows.size());
    for (std::size_t i = identity; i < rows.columns.size(); ++i) {
      const auto [mean, spread] = summary_of(group.rows, i);
      row.cells.push_back(mean);
      if (spreads[i - identity]) row.cells.push_back(spread);
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace scnnsim
