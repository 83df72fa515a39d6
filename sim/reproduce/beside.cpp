// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/report.h"

#include <algorithm>
#include <functional>

#include "sim/reproduce/figure_tables.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

/// A column to add, and its cell from the other pattern's row.
struct BesideColumn {
  TableColumn column;
  std::function<Json(const TableRow&)> cell;
};

BesideColumn copy_of(std::size_t index, TableColumn column) {
  return {std::move(column), [index](const TableRow& row) { return row.cells[index]; }};
}

/// Rows of both tables belong together when their first `keys` cells agree.
void join(const Table& other, std::size_t keys, const std::vector<BesideColumn>& columns, Table& table) {
  for (const BesideColumn& one : columns) table.columns.push_back(one.column);
  for (TableRow& row : table.rows) {
    const auto key_end = row.cells.begin() + static_cast<std::ptrdiff_t>(keys);
    const auto found = std::find_if(other.rows.begin(), other.rows.end(), [&](const TableRow& candidate) {
      return std::equal(row.cells.begin(), key_end, candidate.cells.begin());
    });
    for (const BesideColumn& one : columns)
      row.cells.push_back(found == other.rows.end() ? Json() : one.cell(*found));
  }
}

std::string met_or_missed(const std::string& verdict) {
  if (verdict == to_string(Verdict::ok) || verdict == to_string(Verdict::met_miss)) return ": met";
  if (verdict == to_string(Verdict::miss) || verdict == to_string(Verdict::known_miss)) return ": missed";
  return "";
}

}  // namespace

void add_beside(const BesideFigures& beside, const std::string& figure, Table& table) {
  const auto found = std::find_if(beside.figures.begin(), beside.figures.end(),
                                  [&](const ComparedFigure& one) { return one.id == figure; });
  if (found == beside.figures.end()) return;
  constexpr std::size_t network_and_item = 2, simulated = 2, deviation = 6;
  join(figure_table(*found), network_and_item,
       {copy_of(simulated, {"beside_simulated", beside.pattern, CellStyle::integer}),
        copy_of(deviation, {"beside_deviation", "deviation, " + beside.pattern, CellStyle::integer})},
       table);
}

void add_beside_to_summary(const BesideFigures& beside, Table& table) {
  if (beside.pattern.empty()) return;
  constexpr std::size_t figure_and_target = 2, reached = 2, verdict = 3;
  join(summary_table(beside.figures), figure_and_target,
       {{{"beside_reached", "with activations " + beside.pattern},
         [](const TableRow& row) {
           return row.cells[reached].get<std::string>() + met_or_missed(row.cells[verdict]);
         }}},
       table);
}

void add_beside_to_rows(const BesideFigures& beside, Table& table) {
  constexpr std::size_t figure_network_item = 3, simulated = 4, deviation = 10;
  join(figure_rows(beside.figures), figure_network_item,
       {{{"beside", "beside"}, [&](const TableRow&) { return beside.pattern; }},
        copy_of(simulated, {"beside_simulated", "beside_simulated"}),
        copy_of(deviation, {"beside_deviation", "beside_deviation"})},
       table);
}

}  // namespace scnnsim
