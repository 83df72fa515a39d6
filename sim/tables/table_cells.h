// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/tables/table.h"
#include "sim/text/visible.h"

namespace scnnsim {

/// A table as people read it: every cell a text, one unit per column.
struct ShownTable {
  std::vector<std::string> units;
  std::vector<std::vector<std::string>> cells;  ///< by row
  bool has_marks = false;                       ///< some cell is marked as the lowest
};
ShownTable show(const Table& table);

/// Whether the cell is marked as the lowest of its column.
bool is_lowest(const TableRow& row, std::size_t column);

/// The columns' titles.
std::vector<std::string> titles(const Table& table);
/// Neighbouring columns of the same group, from left to right; single ones where there is none.
struct ColumnGroup {
  std::string title;
  std::size_t first, count;
};
std::vector<ColumnGroup> groups_of(const Table& table);
/// Whether some column has a group.
bool has_groups(const Table& table);

/// The unit, or nothing where the title says it: "SCNN cycles" needs no "[cycles]".
std::string unit_beside(const std::string& title, const std::string& unit);
/// Units for a line of the head: "[MB]", or "" for none.
std::vector<std::string> bracketed(std::vector<std::string> units);

/// "1,234,567"
std::string with_thousands(std::uint64_t value);
/// "1,234.5": a number of at least 0, with a fixed number of decimals.
std::string with_thousands(double value, int decimals);

/// Titles as lines of a head: words of every title below each other, last words in the last line.
std::vector<std::vector<std::string>> stacked_titles(const Table& table);

inline bool is_numeric(CellStyle style) {
  return style != CellStyle::text;
}

}  // namespace scnnsim
