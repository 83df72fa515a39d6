// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/tables/column_definitions.h"
#include "sim/tables/table_cells.h"
#include "sim/text/html.h"

namespace scnnsim {
namespace {

std::string group_row(const Table& table) {
  std::string row = "<tr>";
  for (const ColumnGroup& group : groups_of(table))
    row += fmt::format("<th colspan=\"{}\" scope=\"colgroup\">{}</th>", group.count, html_text(group.title));
  return row + "</tr>\n";
}

std::string head_row(const Table& table, const ShownTable& shown) {
  std::string row = "<tr>";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const TableColumn& column = table.columns[i];
    const std::string unit =
        shown.units[i].empty() ? ""
                               : fmt::format(" <span class=\"unit\">[{}]</span>", html_text(shown.units[i]));
    row += fmt::format("<th scope=\"col\" data-name=\"{}\"{}><span class=\"head\">{}</span>{}</th>",
                       html_text(column.name), is_numeric(column.style) ? " class=\"number\"" : "",
                       html_text(column.title), unit);
  }
  return row + "</tr>\n";
}

std::string cell_of(const Table& table, const TableRow& row, std::size_t i, const std::string& shown) {
  const bool is_mark = is_lowest(row, i);
  const std::string text = is_mark ? fmt::format("<strong>{}</strong>", html_text(shown)) : html_text(shown);
  if (!is_numeric(table.columns[i].style)) {
    if (i < table.identity) return fmt::format("<th scope=\"row\">{}</th>", text);
    return fmt::format("<td>{}</td>", text);
  }
  const auto& value = row.cells[i];
  const std::string number = value.is_number() ? fmt::format(" data-v=\"{}\"", value.dump()) : std::string();
  return fmt::format("<td class=\"number\"{}>{}</td>", number, text);
}

}  // namespace

std::string html_table(const Table& table, const std::string& id) {
  const ShownTable shown = show(table);
  std::string text = fmt::format(
      "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{0}-caption\">\n<table "
      "id=\"{0}\">\n"
      "<caption id=\"{0}-caption\">{1}</caption>\n<thead>\n{2}{3}</thead>\n<tbody>\n",
      id, html_text(table.caption), has_groups(table) ? group_row(table) : "", head_row(table, shown));
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    text += table.rows[row].is_total ? "<tr class=\"total\">" : "<tr>";
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      text += cell_of(table, table.rows[row], i, shown.cells[row][i]);
    text += "</tr>\n";
  }
  return text + "</tbody>\n</table>\n</div>\n";
}

std::string html_glossary(const std::vector<std::string>& columns) {
  std::string text = "<dl class=\"glossary\">\n";
  for (const ColumnDefinition& one : column_definitions()) {
    if (std::find(columns.begin(), columns.end(), one.shown.name) == columns.end()) continue;
    const std::string formula =
        one.formula.empty() ? "" : fmt::format(" <code>= {}</code>", html_text(one.formula));
    text += fmt::format("<dt>{} <code>{}</code></dt><dd>{}.{}</dd>\n", html_text(one.shown.title),
                        html_text(one.shown.name), html_text(one.definition), formula);
  }
  return text + "</dl>\n";
}

}  // namespace scnnsim
