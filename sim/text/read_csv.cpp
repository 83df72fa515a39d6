// SPDX-License-Identifier: Apache-2.0
#include "sim/text/read_csv.h"

#include <fmt/format.h>

#include <sstream>

#include "traces/support/error.h"

namespace scnnsim {
namespace {

std::string bare(const std::string& cell) {
  constexpr const char* around = " \t\r\"";
  const std::size_t first = cell.find_first_not_of(around), last = cell.find_last_not_of(around);
  return first == std::string::npos ? "" : cell.substr(first, last - first + 1);
}

std::vector<std::string> csv_cells(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t begin = 0;;) {
    const std::size_t comma = line.find(',', begin);
    cells.push_back(bare(line.substr(begin, comma - begin)));
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
    std::vector<std::string> cells = csv_cells(line);
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
