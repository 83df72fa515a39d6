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

std::string latex_escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\')
      result += "\\textbackslash{}";
    else if (c == '~' || c == '^')
      result += std::string("\\") + c + "{}";
    else if (c == '<' || c == '>')
      result += std::string("$") + c + "$";
    else
      result += escaped(std::string(1, c), "&%$#_{}");
  }
  return result;
}

std::string latex_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i > 0 ? " & " : "  ") + latex_escaped(cells[i]);
  return line + " \\\\\n";
}

}  // namespace

std::string as_markdown(const Table& table) {
  const ShownTable shown = show(table);
  std::vector<std::string> head = titles(table);
  std::string rule = "|";
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (!shown.units[i].empty()) head[i] += " [" + shown.units[i] + "]";
    rule += is_numeric(table.columns[i].style) ? "---:|" : "---|";
  }
  std::string text = table.caption.empty() ? "" : table.caption + "\n\n";
  text += md_line(head, false) + rule + "\n";
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    text += md_line(shown.cells[row], table.rows[row].is_total);
  return text;
}

std::string as_latex(const Table& table) {
  const ShownTable shown = show(table);
  std::string alignment;
  for (const TableColumn& column : table.columns) alignment += is_numeric(column.style) ? 'r' : 'l';
  std::string text = table.caption.empty() ? "" : "% " + table.caption + "\n";
  text += "% needs \\usepackage{booktabs}\n\\begin{tabular}{" + alignment + "}\n  \\toprule\n";
  text += latex_line(titles(table)) + latex_line(bracketed(shown.units)) + "  \\midrule\n";
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (table.rows[row].is_total && row > 0 && !table.rows[row - 1].is_total) text += "  \\midrule\n";
    text += latex_line(shown.cells[row]);
  }
  return text + "  \\bottomrule\n\\end{tabular}\n";
}

}  // namespace scnnsim
