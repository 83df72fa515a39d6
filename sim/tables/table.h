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

/// A value as a CSV field; text as csv_text writes it.
std::string csv_field(const nlohmann::ordered_json& value);

}  // namespace scnnsim
