// SPDX-License-Identifier: Apache-2.0
#include "sim/results/table_formats.h"

#include "sim/results/table_cells.h"

namespace scnnsim {
namespace {

std::string escaped(const std::string& text, const std::string& special) {
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string md_line(const std::vector<std::string>& cells, bool bold) {
  std::string line = "|";
  for (const std::string& cell : cells) {
    const std::string text = escaped(cell, "|*_\\");
    line += bold && !text.empty() ? " **" + text + "** |" : " " + text + " |";
  }
  return line + "\n";
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
  text += md_line(head, false) + rule + "\n";
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    text += md_line(shown.cells[row], table.rows[row].is_total);
  return text;
}

}  // namespace scnnsim
