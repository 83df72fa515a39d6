// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/text/cell_style.h"
#include "traces/support/enum_names.h"

namespace scnnsim {

struct TableColumn {
  std::string name;   ///< in CSV and JSON
  std::string title;  ///< for people
  CellStyle style = CellStyle::text;
  std::string unit = {};   ///< of integers and counts; other styles know theirs
  std::string group = {};  ///< title over neighbouring columns of the same group; empty: none
};

struct TableRow {
  std::vector<nlohmann::ordered_json> cells;  ///< one per column; null: nothing to show
  bool is_total = false;
  std::vector<std::size_t> lowest = {};  ///< cells that are marked as the lowest of what they compare with
};

struct Table {
  std::string caption;
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows;
  std::string label = {};    ///< of a LaTeX table: referred to as tab:scnnsim-<label>; empty: none
  std::size_t identity = 1;  ///< first columns, which tell rows apart
};

enum class TableFormat { text, md, csv, json, latex };
template <>
struct EnumNames<TableFormat> {
  static constexpr std::array<std::string_view, 5> names{"text", "md", "csv", "json", "latex"};
};

/// Characters of a terminal's line.
inline constexpr std::size_t terminal_width = 80;
inline constexpr std::size_t any_width = 0;

/// The table as text that ends with a newline: aligned text, Markdown, RFC 4180 CSV, JSON, or LaTeX to be
/// \\input, which needs the packages booktabs, graphicx and textcomp. Aligned text that is wider than
/// `most_width` has its heads broken between words; if that does not do, it goes on below, in blocks that
/// repeat the first columns. Marks of the lowest values are in all but CSV and JSON.
std::string render(const Table& table, TableFormat format, std::size_t most_width = any_width);

/// A value as a CSV field; text as csv_text writes it.
std::string csv_field(const nlohmann::ordered_json& value);

}  // namespace scnnsim
