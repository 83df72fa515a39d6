// SPDX-License-Identifier: Apache-2.0
#include "sim/text/read_csv.h"

#include <fmt/format.h>

#include <sstream>

#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// Without spaces and quotation marks around it.
std::string bare(const std::string& cell, const std::string& where) {
  constexpr const char* spaces = " \t\r";
  const std::size_t first = cell.find_first_not_of(spaces), last = cell.find_last_not_of(spaces);
  if (first == std::string::npos) return "";
  std::string text = cell.substr(first, last - first + 1);
  if (text.size() > 1 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  if (text.find('"') != std::string::npos)
    throw UserError(
        fmt::format("{}: got the cell {}, expected quotation marks at both its ends or none, and "
                    "no comma inside",
                    where, cell));
  return text;
}

std::vector<std::string> csv_cells(const std::string& line, const std::string& where) {
  std::vector<std::string> cells;
  for (std::size_t begin = 0;;) {
    const std::size_t comma = line.find(',', begin);
    cells.push_back(bare(line.substr(begin, comma - begin), where));
    if (comma == std::string::npos) return cells;
    begin = comma + 1;
  }
}

}  // namespace

CsvRows read_csv(const std::string& text, const std::string& name) {
  CsvRows csv;
  std::istringstream lines(text);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos || line.front() == '#') continue;
    const std::string where = fmt::format("{}:{}", name, number);
    std::vector<std::string> cells = csv_cells(line, where);
    if (csv.header.empty()) {
      csv.header = std::move(cells);
      csv.header_text = line;
      csv.header_where = where;
      continue;
    }
    if (cells.size() != csv.header.size())
      throw UserError(fmt::format("{}: got {} cells, expected {}", where, cells.size(), csv.header.size()));
    csv.rows.push_back({where, std::move(cells)});
  }
  return csv;
}

}  // namespace scnnsim
