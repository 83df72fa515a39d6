// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "sim/tables/table_cells.h"
#include "sim/tables/table_formats.h"
#include "sim/text/formats.h"

namespace scnnsim {
namespace {

/// Characters after which a line may end inside a name of no spaces.
constexpr std::string_view breaks_in_names = "._/:=";

using Lines = std::vector<std::string>;

/// More rows than this go over several tables, a page each.
constexpr std::size_t rows_of_a_page = 50;

/// Longer texts are paragraphs: in one line they would make the whole table tiny.
constexpr std::size_t longest_line = 40;

/// Lines broken between words, and within the names of keys and files.
std::string paragraph(const std::string& text) {
  return fmt::format("\\parbox[t]{{0.4\\linewidth}}{{\\raggedright\\strut {}\\strut}}",
                     latex_text(text, breaks_in_names));
}

std::string in_latex(const std::string& cell) {
  return cell.size() > longest_line ? paragraph(cell) : latex_text(cell);
}

std::string unit_of(const std::string& unit) {
  if (unit.empty()) return "";
  if (unit == "uJ") return "{[}$\\mu$J{]}";
  if (unit == "mm2") return "{[}mm$^2${]}";
  return "{[}" + latex_text(unit) + "{]}";
}

std::string row_of(const Lines& cells) {
  return fmt::format("  {} \\\\\n", fmt::join(cells, " & "));
}

std::string group_lines(const Table& table) {
  Lines titles;
  std::string rules = " ";
  for (const ColumnGroup& group : groups_of(table)) {
    titles.push_back(group.title.empty() ? ""
                                         : fmt::format("\\multicolumn{{{}}}{{c}}{{{}}}", group.count,
                                                       latex_text(group.title)));
    if (!group.title.empty())
      rules += fmt::format(" \\cmidrule(lr){{{}-{}}}", group.first + 1, group.first + group.count);
  }
  return row_of(titles) + rules + "\n";
}

/// From the rule above to the rule below.
std::string head_of(const Table& table, const ShownTable& shown) {
  std::string text = "  \\toprule\n";
  if (has_groups(table)) text += group_lines(table);
  for (Lines& line : stacked_titles(table)) {
    for (std::string& word : line) word = latex_text(word);
    text += row_of(line);
  }
  Lines units;
  for (const std::string& unit : shown.units) units.push_back(unit_of(unit));
  const bool has_units =
      std::any_of(units.begin(), units.end(), [](const auto& unit) { return !unit.empty(); });
  return text + (has_units ? row_of(units) : "") + "  \\midrule\n";
}

/// Rows of `first` ... `end` - 1.
std::string body_of(const Table& table, const ShownTable& shown, std::size_t first, std::size_t end) {
  std::string text;
  for (std::size_t row = first; row < end; ++row) {
    if (row > first && table.rows[row].is_total != table.rows[row - 1].is_total) text += "  \\midrule\n";
    Lines cells;
    for (std::size_t i = 0; i < shown.cells[row].size(); ++i) {
      const std::string cell = in_latex(shown.cells[row][i]);
      cells.push_back(is_lowest(table.rows[row], i) ? "\\textbf{" + cell + "}" : cell);
    }
    text += row_of(cells);
  }
  return text;
}

/// Parts after the first have the number of the first and no label.
std::string caption_of(const Table& table, std::size_t part) {
  if (part > 0)
    return fmt::format("\\addtocounter{{table}}{{-1}}\\caption{{{} (continued)}}",
                       latex_text(table.caption, breaks_in_names));
  std::string text =
      table.caption.empty() ? "" : fmt::format("\\caption{{{}}}", latex_text(table.caption, breaks_in_names));
  if (!table.label.empty()) text += fmt::format("\\label{{tab:scnnsim-{}}}", table.label);
  return text;
}

}  // namespace

std::string as_latex(const Table& table) {
  const ShownTable shown = show(table);
  std::string alignment;
  for (const TableColumn& column : table.columns) alignment += is_numeric(column.style) ? 'r' : 'l';
  const std::string head = head_of(table, shown);
  const bool is_long = table.rows.size() > rows_of_a_page;
  const std::size_t rows = table.rows.size(),
                    parts = is_long ? (rows + rows_of_a_page - 1) / rows_of_a_page : 1;
  std::string text =
      "% Needs \\usepackage{booktabs,graphicx,textcomp}; scaled down where it is wider than the text.\n";
  for (std::size_t part = 0; part < parts; ++part) {
    // Parts as long as each other.
    const std::size_t first = rows * part / parts, end = rows * (part + 1) / parts;
    text += fmt::format(
        "\\begin{{table}}[{}]\n\\centering\\small\\setlength{{\\tabcolsep}}{{{}pt}}\n{}\n"
        "\\resizebox{{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}}{{!}}{{%\n"
        "\\begin{{tabular}}{{{}}}\n{}{}  \\bottomrule\n\\end{{tabular}}}}\n\\end{{table}}\n{}",
        is_long ? "p" : "tbp", table.columns.size() > 12 ? 2.5 : 4.0, caption_of(table, part), alignment,
        head, body_of(table, shown, first, end), is_long ? "\\clearpage\n" : "");
  }
  return text;
}

}  // namespace scnnsim
