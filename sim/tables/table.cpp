// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/table.h"

#include <fmt/format.h>

#include <iterator>

#include "sim/tables/table_formats.h"
#include "sim/text/formats.h"
#include "sim/text/json.h"
#include "traces/support/scalar.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

void add_csv_field(std::string& line, const Json& value) {
  if (value.is_null()) return;
  if (value.is_number_float()) {
    fmt::format_to(std::back_inserter(line), "{}", value.get<double>());
  } else if (value.is_number_unsigned()) {
    fmt::format_to(std::back_inserter(line), "{}", value.get<std::uint64_t>());
  } else if (value.is_string()) {
    line += csv_text(value.get_ref<const std::string&>());
  } else {
    line += csv_text(value.dump());
  }
}

std::string as_csv(const Table& table) {
  std::string text;
  const auto end_line = [&text] { text.back() = '\n'; };  // the last comma
  for (const TableColumn& column : table.columns) {
    text += csv_field(column.name);
    text += ',';
  }
  end_line();
  for (const TableRow& row : table.rows) {
    for (const Json& cell : row.cells) {
      add_csv_field(text, cell);
      text += ',';
    }
    end_line();
  }
  return text;
}

/// An axis value as a number where it is one: cells of axes are texts.
Json value_of_axis(const Json& cell) {
  if (!cell.is_string()) return cell;
  const std::string& text = cell.get_ref<const std::string&>();
  if (const auto count = detail::parse_number<std::uint64_t>(text)) return *count;
  if (const auto number = detail::parse_number<double>(text)) return *number;
  return cell;
}

std::string as_json(const Table& table) {
  Json json;
  json["caption"] = table.caption;
  json["rows"] = Json::array();
  for (const TableRow& row : table.rows) {
    Json item;
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      item[table.columns[i].name] =
          table.columns[i].style == CellStyle::axis ? value_of_axis(row.cells[i]) : row.cells[i];
    item["is_total"] = row.is_total;
    json["rows"].push_back(std::move(item));
  }
  return json_text(json, 2) + "\n";
}

}  // namespace

std::string csv_field(const nlohmann::ordered_json& value) {
  std::string text;
  add_csv_field(text, value);
  return text;
}

std::string render(const Table& table, TableFormat format, std::size_t most_width) {
  switch (format) {
    case TableFormat::md:
      return as_markdown(table);
    case TableFormat::csv:
      return as_csv(table);
    case TableFormat::json:
      return as_json(table);
    case TableFormat::latex:
      return as_latex(table);
    case TableFormat::text:
      break;
  }
  return as_text(table, most_width);
}

}  // namespace scnnsim
