// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/figure_tables.h"

#include <fmt/format.h>

#include "sim/tables/table_cells.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

/// Texts that stand right in their column.
constexpr CellStyle right = CellStyle::integer;

TableRow row_of(const ComparedRow& row, const std::string& unit) {
  TableRow cells{{row.network, row.item, value_text(row.simulated.mean(), unit),
                  row.simulated.has_spread() ? Json(value_text(row.simulated.spread(), unit)) : Json(),
                  nullptr, nullptr, nullptr, nullptr, std::string(to_string(row.verdict))}};
  if (row.published == nullptr) return cells;
  cells.cells[4] = value_text(row.published->value, unit);
  cells.cells[5] = status_text(row.published->status);
  cells.cells[6] = deviation_text(row);
  cells.cells[7] = target_text(row);
  return cells;
}

void add_aggregate(const ComparedAggregate& aggregate, Comparison comparison, Table& table) {
  const std::string name = aggregate_text(aggregate.published->measure);
  table.rows.push_back(
      {{nullptr, name, nullptr, nullptr, nullptr, nullptr, size_text(aggregate.reached, comparison),
        aggregate.published->tolerance
            ? Json("within " + size_text(*aggregate.published->tolerance, comparison))
            : Json(),
        std::string(to_string(aggregate.verdict))},
       true});
  for (const NetworkDeviation& one : aggregate.networks)
    table.rows.push_back({{one.network, name + (one.is_held_out ? ", held out" : ""), nullptr, nullptr,
                           nullptr, nullptr, size_text(one.reached, comparison), nullptr, nullptr},
                          true});
}

Json number_or_null(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}

}  // namespace

Table figure_table(const ComparedFigure& figure) {
  Table table;
  table.caption = figure.title;
  const std::string unit = unit_beside(table.caption, figure.unit);
  if (!unit.empty()) table.caption += fmt::format(" [{}]", unit);
  if (figure.published != nullptr) table.caption += ". Published: " + figure.published->source;
  table.columns = {{"network", "network"},
                   {"item", "item"},
                   {"simulated", "simulated", right},
                   {"spread", "spread", right},
                   {"published", "published", right},
                   {"status", "known from"},
                   {"deviation", "deviation", right},
                   {"target", "target"},
                   {"verdict", "verdict"}};
  for (const ComparedRow& row : figure.rows) table.rows.push_back(row_of(row, figure.unit));
  for (const ComparedAggregate& aggregate : figure.aggregates)
    add_aggregate(aggregate, figure.published->comparison, table);
  return table;
}

Table figure_rows(const std::vector<ComparedFigure>& figures) {
  Table table;
  for (const char* name :
       {"figure", "network", "item", "unit", "simulated", "spread", "seeds", "published", "status", "compare",
        "deviation", "tolerance", "lowest", "highest", "verdict", "known_miss", "known_up_to"})
    table.columns.push_back({name, name});
  for (const ComparedFigure& figure : figures)
    for (const ComparedRow& row : figure.rows) {
      TableRow cells{{figure.id, row.network, row.item, figure.unit, row.simulated.mean(),
                      row.simulated.spread(), row.simulated.by_seed.size()}};
      if (const PublishedRow* published = row.published) {
        const bool has_range = published->comparison == Comparison::range;
        for (const Json& cell :
             {Json(published->value), Json(to_string(published->status)),
              Json(to_string(published->comparison)), Json(row.deviation),
              number_or_null(published->tolerance), has_range ? Json(published->range->lowest) : Json(),
              has_range ? Json(published->range->highest) : Json(), Json(to_string(row.verdict)),
              Json(published->known_miss.why),
              published->known_miss.why.empty() ? Json() : Json(published->known_miss.up_to)})
          cells.cells.push_back(cell);
      }
      cells.cells.resize(table.columns.size());
      table.rows.push_back(std::move(cells));
    }
  return table;
}

}  // namespace scnnsim
