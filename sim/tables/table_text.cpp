// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/table_formats.h"

#include <algorithm>
#include <map>

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

/// The text, or "…" and its last characters where it has more than `most`.
std::string last_characters(const std::string& text, std::size_t most) {
  std::size_t begin = 0;
  for (std::size_t left = display_width(text); left > most; --left) {
    do ++begin;
    while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80);
  }
  return begin == 0 ? text : "…" + text.substr(begin);
}

enum class Heads { whole, stacked };

/// Lines of the head above the units.
std::vector<std::vector<std::string>> heads_of(const Table& table, Heads form) {
  std::vector<std::vector<std::string>> lines =
      form == Heads::stacked ? stacked_titles(table) : std::vector<std::vector<std::string>>{titles(table)};
  for (std::vector<std::string>& line : lines) make_visible(line);
  return lines;
}

/// A table whose cells are as they are shown; a star marks the lowest of a column.
struct TextTable {
  std::vector<std::vector<std::string>> heads, cells;
  std::vector<std::string> units;
  std::vector<std::size_t> widths;
  bool has_marks;

  TextTable(const Table& table, Heads form) : heads(heads_of(table, form)) {
    ShownTable shown = show(table);
    cells = std::move(shown.cells);
    units = bracketed(shown.units);
    has_marks = shown.has_marks;
    for (std::vector<std::string>& row : cells) make_visible(row);
    if (has_marks) add_marks(table);
    widths.assign(table.columns.size(), 0);
    for (const auto& line : heads) widen(widths, line);
    widen(widths, units);
    for (const auto& row : cells) widen(widths, row);
  }

  std::size_t width() const {
    std::size_t sum = 0;
    for (const std::size_t one : widths) sum += one + 2;
    return sum - std::min<std::size_t>(sum, 2);
  }

 private:
  /// Numbers stay below each other: those without a mark get a space.
  void add_marks(const Table& table) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const auto has_one = [i](const TableRow& row) { return is_lowest(row, i); };
      if (std::none_of(table.rows.begin(), table.rows.end(), has_one)) continue;
      for (std::size_t row = 0; row < cells.size(); ++row)
        cells[row][i] += is_lowest(table.rows[row], i) ? "*" : " ";
    }
  }
};

std::string caption_of(const Table& table, bool has_marks, std::size_t most_width) {
  if (table.caption.empty()) return "";
  const std::string caption = visible(table.caption) + (has_marks ? " (* lowest)" : "");
  return (most_width == any_width ? caption : broken(caption, most_width)) + "\n";
}

std::string text_of(const Table& table, TextTable text_table, std::size_t most_width) {
  std::vector<std::size_t>& widths = text_table.widths;
  const std::string groups = has_groups(table) ? group_line(table, widths) : "";
  std::vector<std::string> rules;
  rules.reserve(widths.size());
  for (const std::size_t width : widths) rules.emplace_back(width, '-');

  const std::vector<std::string>& units = text_table.units;
  std::string text = caption_of(table, text_table.has_marks, most_width) + groups;
  for (const auto& line : text_table.heads) add_line(text, table, line, widths);
  if (std::any_of(units.begin(), units.end(), [](const auto& unit) { return !unit.empty(); }))
    add_line(text, table, units, widths);
  add_line(text, table, rules, widths);
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (table.rows[row].is_total && row > 0 && !table.rows[row - 1].is_total)
      add_line(text, table, rules, widths);
    add_line(text, table, text_table.cells[row], widths);
  }
  return text;
}

/// The first columns, which tell rows apart, and those of `columns`.
Table part_of(const Table& table, const std::vector<std::size_t>& columns) {
  Table part;
  part.identity = table.identity;
  part.rows.resize(table.rows.size());
  for (const std::size_t i : columns) {
    const std::size_t place = part.columns.size();
    part.columns.push_back(table.columns[i]);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      part.rows[row].is_total = table.rows[row].is_total;
      part.rows[row].cells.push_back(table.rows[row].cells[i]);
      if (is_lowest(table.rows[row], i)) part.rows[row].lowest.push_back(place);
    }
  }
  return part;
}

/// The last characters of texts that tell rows apart, where these would take more than half of the width and
/// stay different without the rest: of paths that is the name.
Table with_short_texts(Table table, std::size_t most_width) {
  constexpr std::size_t most = 22;
  const std::vector<std::size_t> widths = TextTable(table, Heads::stacked).widths;
  std::size_t used = 0;
  for (std::size_t i = 0; i < table.identity; ++i) used += widths[i] + 2;
  if (used <= most_width / 2) return table;
  for (std::size_t i = 0; i < table.identity; ++i) {
    std::map<std::string, std::string> whole_of;
    Table shorter = table;
    bool stays_different = true;
    for (TableRow& row : shorter.rows) {
      if (!row.cells[i].is_string()) continue;
      const std::string text = visible(row.cells[i].get<std::string>());
      const std::string cut = last_characters(text, most);
      row.cells[i] = cut;
      stays_different = stays_different && whole_of.emplace(cut, text).first->second == text;
    }
    if (stays_different) table = std::move(shorter);
  }
  return table;
}

/// Columns of each block: those that tell rows apart, and as many others as there is room for, at least one.
std::vector<std::vector<std::size_t>> blocks_of(const Table& table, const std::vector<std::size_t>& widths,
                                                std::size_t most_width) {
  std::vector<std::size_t> head;
  std::size_t head_width = 0;
  for (std::size_t i = 0; i < table.identity; ++i) {
    head.push_back(i);
    head_width += widths[i] + 2;
  }
  std::vector<std::vector<std::size_t>> blocks;
  std::size_t used = 0;
  for (std::size_t i = table.identity; i < widths.size(); ++i) {
    if (blocks.empty() || used + widths[i] > most_width) {
      blocks.push_back(head);
      used = head_width;
    }
    blocks.back().push_back(i);
    used += widths[i] + 2;
  }
  return blocks;
}

}  // namespace

std::string as_text(const Table& table, std::size_t most_width) {
  const TextTable whole(table, Heads::whole);
  if (most_width == any_width || whole.width() <= most_width) return text_of(table, whole, most_width);
  const TextTable stacked(table, Heads::stacked);
  if (stacked.width() <= most_width || table.identity >= table.columns.size())
    return text_of(table, stacked, most_width);
  const Table narrower = with_short_texts(table, most_width);
  const TextTable narrow(narrower, Heads::stacked);
  if (narrow.width() <= most_width) return text_of(narrower, narrow, most_width);
  std::string text = caption_of(table, stacked.has_marks, most_width);
  bool is_first = true;
  for (const std::vector<std::size_t>& block : blocks_of(narrower, narrow.widths, most_width)) {
    if (!is_first) text += '\n';
    is_first = false;
    const Table part = part_of(narrower, block);
    text += text_of(part, TextTable(part, Heads::stacked), most_width);
  }
  return text;
}

}  // namespace scnnsim
