// SPDX-License-Identifier: Apache-2.0
#include "sim/results/table_formats.h"

#include <algorithm>

#include "sim/results/table_cells.h"

namespace scnnsim {
namespace {

std::string pad(const std::string& text, std::size_t width, bool right) {
  const std::string space(width - std::min(width, display_width(text)), ' ');
  return right ? space + text : text + space;
}

std::string centred(const std::string& text, std::size_t width) {
  return pad(pad(text, (width + display_width(text)) / 2, true), width, false);
}

/// One line of aligned cells, without trailing space.
std::string text_line(const Table& table, const std::vector<std::string>& cells,
                      const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i)
    line += (i > 0 ? "  " : "") + pad(cells[i], widths[i], is_numeric(table.columns[i].style));
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

/// The groups' titles over their columns; first widens columns where a title is longer than all of its group.
std::string group_line(const Table& table, std::vector<std::size_t>& widths) {
  std::string line;
  for (const ColumnGroup& group : groups_of(table)) {
    std::size_t width = 2 * (group.count - 1);
    for (std::size_t i = group.first; i < group.first + group.count; ++i) width += widths[i];
    const std::size_t needed = display_width(group.title);
    if (needed > width) widths[group.first] += needed - width;
    line += (line.empty() ? "" : "  ") + centred(group.title, std::max(width, needed));
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string as_text(const Table& table) {
  const ShownTable shown = show(table);
  std::vector<std::vector<std::string>> lines{titles(table), bracketed(shown.units)};
  lines.insert(lines.end(), shown.cells.begin(), shown.cells.end());
  std::vector<std::size_t> widths(table.columns.size(), 0);
  for (const auto& cells : lines)
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], display_width(cells[i]));
  const std::string groups = has_groups(table) ? group_line(table, widths) : "";
  std::vector<std::string> rules;
  rules.reserve(widths.size());
  for (const std::size_t width : widths) rules.emplace_back(width, '-');

  std::string text = table.caption.empty() ? "" : table.caption + "\n";
  text += groups;
  text += text_line(table, lines[0], widths);
  if (std::any_of(shown.units.begin(), shown.units.end(), [](const auto& unit) { return !unit.empty(); }))
    text += text_line(table, lines[1], widths);
  text += text_line(table, rules, widths);
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (table.rows[row].is_total && row > 0 && !table.rows[row - 1].is_total)
      text += text_line(table, rules, widths);
    text += text_line(table, shown.cells[row], widths);
  }
  return text;
}

}  // namespace scnnsim
