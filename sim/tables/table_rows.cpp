// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/table_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/tables/column_definitions.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"
#include "traces/support/scalar.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

std::size_t place_of(const Table& table, const std::string& column) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    names.push_back(table.columns[i].name);
    if (names.back() == column || names.back() == whole_column_name(column)) return i;
  }
  throw UserError("--sort: " + unknown_name("column", column, "columns of this table", names));
}

/// A number, also one that an axis has as text; or nothing.
std::optional<double> number_in(const Json& cell) {
  if (cell.is_number()) return cell.get<double>();
  return cell.is_string() ? detail::parse_number<double>(cell.get_ref<const std::string&>()) : std::nullopt;
}

/// Numbers before texts before nothing; `largest_first` turns numbers and texts round.
bool comes_before(const Json& a, const Json& b, bool largest_first) {
  const auto rank = [](const Json& cell) { return cell.is_null() ? 2 : number_in(cell) ? 0 : 1; };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  if (rank(a) == 2) return false;
  const Json &first = largest_first ? b : a, &second = largest_first ? a : b;
  return rank(a) == 0 ? *number_in(first) < *number_in(second) : first.dump() < second.dump();
}

bool tells_rows_apart(const TableColumn& column) {
  return column.name == "run" || column.name == "network" || column.name == "architecture";
}

void remove_column(Table& table, std::size_t column) {
  const auto at = static_cast<std::ptrdiff_t>(column);
  table.columns.erase(table.columns.begin() + at);
  for (TableRow& row : table.rows) row.cells.erase(row.cells.begin() + at);
}

/// Marks the smallest of a column among `rows`, if there is a larger one.
void mark_lowest_of(const std::vector<TableRow*>& rows, std::size_t column) {
  std::optional<double> least, most;
  for (const TableRow* row : rows) {
    if (!row->cells[column].is_number()) continue;
    const double value = row->cells[column].get<double>();
    least = least ? std::min(*least, value) : value;
    most = most ? std::max(*most, value) : value;
  }
  if (!least || *least == *most) return;
  for (TableRow* row : rows)
    if (row->cells[column].is_number() && row->cells[column].get<double>() == *least)
      row->lowest.push_back(column);
}

}  // namespace

void sort_rows(Table& table, const std::string& column, bool largest_first) {
  const std::size_t place = place_of(table, column);
  const auto in_order = [&](const TableRow& a, const TableRow& b) {
    return comes_before(a.cells[place], b.cells[place], largest_first);
  };
  const bool totals_alone =
      std::all_of(table.rows.begin(), table.rows.end(), [](const TableRow& row) { return row.is_total; });
  for (auto first = table.rows.begin(); first != table.rows.end();) {
    auto end = totals_alone
                   ? table.rows.end()
                   : std::find_if(first, table.rows.end(), [](const TableRow& row) { return row.is_total; });
    std::stable_sort(first, end, in_order);
    first = end == table.rows.end() ? end : end + 1;
  }
}

void keep_totals(Table& table) {
  table.rows.erase(
      std::remove_if(table.rows.begin(), table.rows.end(), [](const TableRow& row) { return !row.is_total; }),
      table.rows.end());
  if (std::none_of(table.columns.begin(), table.columns.end(), tells_rows_apart)) return;
  for (std::size_t i = table.columns.size(); i-- > 0;)
    if (table.columns[i].name == "layer") {
      remove_column(table, i);
      --table.identity;
    }
}

void mark_lowest(Table& table, const std::vector<std::string>& workload) {
  std::map<std::vector<Json>, std::vector<TableRow*>> comparable;
  for (TableRow& row : table.rows) {
    std::vector<Json> key;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const std::string& name = table.columns[i].name;
      if (name == "network" || std::find(workload.begin(), workload.end(), name) != workload.end())
        key.push_back(row.cells[i]);
    }
    comparable[key].push_back(&row);
  }
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (is_cost(table.columns[i].name))
      for (const auto& [key, rows] : comparable) mark_lowest_of(rows, i);
}

}  // namespace scnnsim
