// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/table_formats.h"

#include <algorithm>

#include "sim/tables/table_cells.h"
#include "sim/text/visible.h"

namespace scnnsim {
namespace {

void add_padded(std::string& line, const std::string& text, std::size_t width, bool right) {
  const std::size_t space = width - std::min(width, display_width(text));
  if (right) line.append(space, ' ');
  line += text;
  if (!right) line.append(space, ' ');
}

void add_centred(std::string& line, const std::string& text, std::size_t width) {
  std::string left;
  add_padded(left, text, (width + display_width(text)) / 2, true);
  add_padded(line, left, width, false);
}

/// Adds a line of aligned cells, without trailing space.
void add_line(std::string& text, const Table& table, const std::vector<std::string>& cells,
              const std::vector<std::size_t>& widths) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text += "  ";
    add_padded(text, cells[i], widths[i], is_numeric(table.columns[i].style));
  }
  text.erase(text.find_last_not_of(' ') + 1);
  text += '\n';
}

void make_visible(std::vector<std::string>& cells) {
  for (std::string& cell : cells) cell = visible(cell);
}

void widen(std::vector<std::size_t>& widths, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], display_width(cells[i]));
}

/// The groups' titles over their columns; first widens columns where a title is longer than all of its group.
std::string group_line(const Table& table, std::vector<std::size_t>& widths) {
  std::string line;
  for (const ColumnGroup& group : groups_of(table)) {
    std::size_t width = 2 * (group.count - 1);
    for (std::size_t i = group.first; i < group.first + group.count; ++i) width += widths[i];
    const std::string title = visible(group.title);
    const std::size_t needed = display_width(title);
    if (needed > width) widths[group.first] += needed - width;
    if (!line.empty()) line += "  ";
    add_centred(line, title, std::max(width, needed));
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string as_text(const Table& table) {
  ShownTable shown = show(table);
  std::vector<std::string> heads = titles(table);
  make_visible(heads);
  for (std::vector<std::string>& cells : shown.cells) make_visible(cells);
  const std::vector<std::string> units = bracketed(shown.units);
  std::vector<std::size_t> widths(table.columns.size(), 0);
  widen(widths, heads);
  widen(widths, units);
  for (const auto& cells : shown.cells) widen(widths, cells);
  const std::string groups = has_groups(table) ? group_line(table, widths) : "";
  std::vector<std::string> rules;
  rules.reserve(widths.size());
  for (const std::size_t width : widths) rules.emplace_back(width, '-');

  std::string text = table.caption.empty() ? "" : visible(table.caption) + "\n";
  text += groups;
  add_line(text, table, heads, widths);
  if (std::any_of(units.begin(), units.end(), [](const auto& unit) { return !unit.empty(); }))
    add_line(text, table, units, widths);
  add_line(text, table, rules, widths);
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (table.rows[row].is_total && row > 0 && !table.rows[row - 1].is_total)
      add_line(text, table, rules, widths);
    add_line(text, table, shown.cells[row], widths);
  }
  return text;
}

}  // namespace scnnsim
