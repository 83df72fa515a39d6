// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/table_cells.h"
#include "sim/tables/table_formats.h"
#include "sim/text/formats.h"

namespace scnnsim {
namespace {

/// Cells are Markdown already.
void add_line(std::string& text, const std::vector<std::string>& cells) {
  text += '|';
  for (const std::string& cell : cells) text += ' ' + cell + " |";
  text += '\n';
}

/// Bold are the lowest values where any are marked, else totals.
std::vector<std::string> cells_of(const std::vector<std::string>& shown, const TableRow& row,
                                  bool has_marks) {
  std::vector<std::string> cells;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const bool is_bold = has_marks ? is_lowest(row, i) : row.is_total;
    const char* const mark = is_bold && !shown[i].empty() ? "**" : "";
    cells.push_back(mark + markdown_text(shown[i]) + mark);
  }
  return cells;
}

std::string head_of(const TableColumn& column, const std::string& unit) {
  std::string head = markdown_text(column.group.empty() ? column.title : column.group + ": " + column.title);
  if (!unit.empty()) head += " [" + unit + "]";
  return head;
}

}  // namespace

std::string as_markdown(const Table& table) {
  const ShownTable shown = show(table);
  std::vector<std::string> heads;
  std::string rule = "|";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    heads.push_back(head_of(table.columns[i], shown.units[i]));
    rule += is_numeric(table.columns[i].style) ? "---:|" : "---|";
  }
  std::string text = table.caption.empty() ? "" : markdown_paragraph(table.caption) + "\n\n";
  add_line(text, heads);
  text += rule + "\n";
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    add_line(text, cells_of(shown.cells[row], table.rows[row], shown.has_marks));
  return text;
}

}  // namespace scnnsim
