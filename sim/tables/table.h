// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "traces/support/enum_names.h"

namespace scnnsim {

/// How the numbers of a column are shown to people. CSV and JSON hold the numbers as they are.
enum class CellStyle {
  text,
  axis,        ///< a text that is often a number: right-aligned
  integer,     ///< 1,234,567
  count,       ///< the same, in thousands or millions of the unit when the column holds large numbers
  bytes,       ///< B, kB or MB for the whole column
  share,       ///< 0.123 shown as 12.3 %
  ratio,       ///< 1.234 shown as 1.23
  picojoules,  ///< shown in uJ
  square_mm,   ///< 12.345 shown as 12.35 mm2
  seconds      ///< 1.234 shown as 1.23 s
};

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
};

struct Table {
  std::string caption;
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows;
  std::string label = {};  ///< of a LaTeX table: referred to as tab:scnnsim-<label>; empty: none
};

enum class TableFormat { text, md, csv, json, latex };
template <>
struct EnumNames<TableFormat> {
  static constexpr std::array<std::string_view, 5> names{"text", "md", "csv", "json", "latex"};
};

/// The table as text that ends with a newline: aligned text, Markdown, RFC 4180 CSV, JSON, or LaTeX to be
/// \\input, which needs the packages booktabs, graphicx and textcomp.
std::string render(const Table& table, TableFormat format);

/// A CSV field, quoted where RFC 4180 requires it.
std::string csv_field(const nlohmann::ordered_json& value);

}  // namespace scnnsim
