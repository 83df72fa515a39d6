// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/table_rows.h"

#include <algorithm>
#include <map>

namespace scnnsim {
namespace {

using Cells = std::vector<nlohmann::ordered_json>;

/// Splits a row's identity into what becomes a group of columns and what stays a row.
struct Identity {
  std::vector<std::size_t> of_groups, of_rows;

  Identity(const Table& table, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::string& name = table.columns[i].name;
      (name == "run" || name == "architecture" ? of_groups : of_rows).push_back(i);
    }
  }
  std::string group(const TableRow& row) const {
    std::string name;
    for (const std::size_t i : of_groups) name += (name.empty() ? "" : " ") + row.cells[i].get<std::string>();
    return name;
  }
  Cells own_cells(const TableRow& row) const {
    Cells cells;
    for (const std::size_t i : of_rows) cells.push_back(row.cells[i]);
    return cells;
  }
};

std::size_t place_of(std::vector<std::string>& groups, const std::string& group) {
  const auto found = std::find(groups.begin(), groups.end(), group);
  if (found != groups.end()) return static_cast<std::size_t>(found - groups.begin());
  groups.push_back(group);
  return groups.size() - 1;
}

/// Sorts rows by network, in the order in which networks first occur, each network's total last.
void put_totals_last(std::vector<TableRow>& rows, bool has_network) {
  std::vector<std::string> networks;
  const auto name_of = [&](const TableRow& row) {
    return has_network ? row.cells[0].get<std::string>() : std::string();
  };
  for (const TableRow& row : rows) place_of(networks, name_of(row));
  std::stable_sort(rows.begin(), rows.end(), [&](const TableRow& a, const TableRow& b) {
    const std::size_t network_a = place_of(networks, name_of(a)), network_b = place_of(networks, name_of(b));
    return network_a != network_b ? network_a < network_b : a.is_total < b.is_total;
  });
}

}  // namespace

Table side_by_side(const Table& rows, std::size_t identity) {
  const Identity split(rows, identity);
  const std::size_t figures = rows.columns.size() - identity;
  std::vector<std::string> groups;
  for (const TableRow& row : rows.rows) place_of(groups, split.group(row));

  Table table;
  table.caption = rows.caption;
  for (const std::size_t i : split.of_rows) table.columns.push_back(rows.columns[i]);
  table.identity = split.of_rows.size();
  for (const std::string& group : groups)
    for (std::size_t i = identity; i < rows.columns.size(); ++i) {
      table.columns.push_back(rows.columns[i]);
      table.columns.back().group = group;
      if (!group.empty()) table.columns.back().name = group + "." + rows.columns[i].name;
    }
  std::map<std::pair<Cells, bool>, std::size_t> known;
  for (const TableRow& row : rows.rows) {
    const Cells own = split.own_cells(row);
    const auto [place, is_new] = known.emplace(std::pair(own, row.is_total), table.rows.size());
    if (is_new) table.rows.push_back({own, row.is_total});
    Cells& cells = table.rows[place->second].cells;
    cells.resize(table.columns.size());
    const std::size_t first = own.size() + figures * place_of(groups, split.group(row));
    for (std::size_t i = 0; i < figures; ++i) cells[first + i] = row.cells[identity + i];
  }
  put_totals_last(table.rows, split.of_rows.size() > 1);
  return table;
}

}  // namespace scnnsim
