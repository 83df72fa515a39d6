// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/table_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace scnnsim {
namespace {

/// How the numbers of a column are shown: divided, rounded to some decimals, in a unit.
struct ColumnForm {
  std::string unit;
  double divisor = 1;
  int decimals = 0;
};

/// The smallest number above zero; 0 if there is none.
double smallest(const Table& table, std::size_t column) {
  double value = 0;
  for (const TableRow& row : table.rows) {
    const double one = row.cells[column].is_number() ? row.cells[column].get<double>() : 0;
    if (one > 0 && (value == 0 || one < value)) value = one;
  }
  return value;
}

double largest(const Table& table, std::size_t column) {
  double value = 0;
  for (const TableRow& row : table.rows)
    if (row.cells[column].is_number()) value = std::max(value, row.cells[column].get<double>());
  return value;
}

ColumnForm count_form(const std::string& unit, double most) {
  const std::string space = unit.empty() ? "" : " ";
  if (most >= 1e10) return {"M" + space + unit, 1e6, 0};
  if (most >= 1e7) return {"k" + space + unit, 1e3, 0};
  return {unit, 1, 0};
}

/// Three digits of the largest value at least, two decimals of numbers below 1,000.
int decimals_of(double most) {
  if (most >= 1e4) return 0;
  if (most >= 1e3) return 1;
  return most >= 1 || most <= 0 ? 2 : 2 + static_cast<int>(std::ceil(-std::log10(most)));
}

/// In the SI prefix that leaves one to three digits before the point.
ColumnForm scaled_form(const std::string& unit, double most) {
  static constexpr const char* prefixes[] = {"a", "f", "p", "n", "u", "m", "", "k", "M", "G"};
  constexpr int of_one = 6, last = 9;
  const int step = most > 0 ? static_cast<int>(std::floor(std::log10(most) / 3)) : 0;
  const int index = std::clamp(of_one + step, 0, last);
  const double divisor = std::pow(1000.0, index - of_one), shown = most / divisor * (1 + 1e-9);
  return {prefixes[index] + unit, divisor, shown >= 100 ? 1 : shown >= 10 ? 2 : 3};
}

ColumnForm form_of(const TableColumn& column, double most, double least) {
  switch (column.style) {
    case CellStyle::count:
      return count_form(unit_beside(column.title, column.unit), most);
    case CellStyle::bytes:
      if (most >= 1e9 || (most >= 1e7 && least >= 5e4)) return {"MB", 1e6, 1};
      return most >= 1e4 ? ColumnForm{"kB", 1e3, 1} : ColumnForm{"B", 1, 0};
    case CellStyle::share:
      return {"%", 0.01, 1};
    case CellStyle::ratio:
      return {"", 1, 2};
    case CellStyle::picojoules:
      return {"uJ", 1e6, most >= 1e8 ? 1 : 3};
    case CellStyle::square_mm:
      return {"mm2", 1, 2};
    case CellStyle::decimal:
      return {unit_beside(column.title, column.unit), 1, decimals_of(most)};
    case CellStyle::scaled:
      return scaled_form(column.unit, most);
    case CellStyle::text:
    case CellStyle::axis:
    case CellStyle::integer:
      break;
  }
  return {unit_beside(column.title, column.unit), 1, 0};
}

std::string show_cell(const nlohmann::ordered_json& cell, CellStyle style, const ColumnForm& form) {
  if (cell.is_null()) return "";
  if (cell.is_string()) return cell.get<std::string>();
  if (!is_numeric(style) || !cell.is_number()) return cell.dump();
  if (cell.is_number_unsigned() && form.divisor == 1 && form.decimals == 0)
    return with_thousands(cell.get<std::uint64_t>());
  return with_thousands(cell.get<double>() / form.divisor, form.decimals);
}

/// Commas between groups of three, from the decimal point (or the end) leftwards.
std::string group_digits(std::string digits) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t place = point; place > 3;) digits.insert(place -= 3, ",");
  return digits;
}

}  // namespace

std::string with_thousands(std::uint64_t value) {
  return group_digits(fmt::format("{}", value));
}

std::string with_thousands(double value, int decimals) {
  return group_digits(fmt::format("{:.{}f}", value, decimals));
}

std::vector<std::string> titles(const Table& table) {
  std::vector<std::string> result;
  for (const TableColumn& column : table.columns) result.push_back(column.title);
  return result;
}

std::vector<ColumnGroup> groups_of(const Table& table) {
  std::vector<ColumnGroup> groups;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string& title = table.columns[i].group;
    if (!title.empty() && i > 0 && table.columns[i - 1].group == title)
      ++groups.back().count;
    else
      groups.push_back({title, i, 1});
  }
  return groups;
}

bool has_groups(const Table& table) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [](const TableColumn& column) { return !column.group.empty(); });
}

std::string unit_beside(const std::string& title, const std::string& unit) {
  const bool says_it =
      title.size() >= unit.size() && title.compare(title.size() - unit.size(), unit.size(), unit) == 0;
  return says_it ? "" : unit;
}

std::vector<std::string> bracketed(std::vector<std::string> units) {
  for (std::string& unit : units)
    if (!unit.empty()) unit = fmt::format("[{}]", unit);
  return units;
}

bool is_lowest(const TableRow& row, std::size_t column) {
  return std::find(row.lowest.begin(), row.lowest.end(), column) != row.lowest.end();
}

std::vector<std::vector<std::string>> stacked_titles(const Table& table) {
  std::vector<std::vector<std::string>> words;
  std::size_t most = 1;
  for (const TableColumn& column : table.columns) {
    words.emplace_back(1);
    for (const char c : column.title)
      if (c == ' ' && words.back().back().size() > 1)
        words.back().emplace_back();
      else
        words.back().back() += c;
    most = std::max(most, words.back().size());
  }
  std::vector<std::vector<std::string>> lines(most, std::vector<std::string>(words.size()));
  for (std::size_t i = 0; i < words.size(); ++i)
    for (std::size_t line = 0; line < words[i].size(); ++line)
      lines[most - words[i].size() + line][i] = words[i][line];
  return lines;
}

ShownTable show(const Table& table) {
  ShownTable shown;
  std::vector<ColumnForm> forms;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    forms.push_back(form_of(table.columns[i], largest(table, i), smallest(table, i)));
    shown.units.push_back(forms.back().unit);
  }
  for (const TableRow& row : table.rows) {
    shown.has_marks = shown.has_marks || !row.lowest.empty();
    std::vector<std::string>& cells = shown.cells.emplace_back();
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      cells.push_back(show_cell(row.cells[i], table.columns[i].style, forms[i]));
  }
  return shown;
}

}  // namespace scnnsim
