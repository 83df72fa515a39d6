// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/table_formats.h"

#include "sim/tables/table_cells.h"

namespace scnnsim {
namespace {

void add_escaped(std::string& line, const std::string& text) {
  for (const char c : text) {
    if (c == '|' || c == '*' || c == '_' || c == '\\') line += '\\';
    line += c;
  }
}

void add_line(std::string& text, const std::vector<std::string>& cells, bool bold) {
  text += '|';
  for (const std::string& cell : cells) {
    const char* const mark = bold && !cell.empty() ? "**" : "";
    text += ' ';
    text += mark;
    add_escaped(text, cell);
    text += mark;
    text += " |";
  }
  text += '\n';
}

}  // namespace

std::string as_markdown(const Table& table) {
  const ShownTable shown = show(table);
  std::vector<std::string> head = titles(table);
  std::string rule = "|";
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (!table.columns[i].group.empty()) head[i] = table.columns[i].group + ": " + head[i];
    if (!shown.units[i].empty()) head[i] += " [" + shown.units[i] + "]";
    rule += is_numeric(table.columns[i].style) ? "---:|" : "---|";
  }
  std::string text = table.caption.empty() ? "" : table.caption + "\n\n";
  add_line(text, head, false);
  text += rule + "\n";
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    add_line(text, shown.cells[row], table.rows[row].is_total);
  return text;
}

}  // namespace scnnsim
