// SPDX-License-Identifier: Apache-2.0
#include "sim/results/table.h"

#include <fmt/format.h>

#include "sim/results/table_formats.h"

namespace scnnsim {
namespace {

std::string as_csv(const Table& table) {
  std::string text;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    text += (i > 0 ? "," : "") + csv_field(table.columns[i].name);
  text += "\n";
  for (const TableRow& row : table.rows) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) text += (i > 0 ? "," : "") + csv_field(row.cells[i]);
    text += "\n";
  }
  return text;
}

std::string as_json(const Table& table) {
  nlohmann::ordered_json json;
  json["caption"] = table.caption;
  json["rows"] = nlohmann::ordered_json::array();
  for (const TableRow& row : table.rows) {
    nlohmann::ordered_json item;
    for (std::size_t i = 0; i < row.cells.size(); ++i) item[table.columns[i].name] = row.cells[i];
    item["is_total"] = row.is_total;
    json["rows"].push_back(item);
  }
  return json.dump(2) + "\n";
}

}  // namespace

std::string csv_field(const nlohmann::ordered_json& value) {
  if (value.is_null()) return "";
  if (value.is_number_float()) return fmt::format("{}", value.get<double>());
  std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string render(const Table& table, TableFormat format) {
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
  return as_text(table);
}

}  // namespace scnnsim
