// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/store_schema.h"

#include <SQLiteCpp/Transaction.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>

#include <cstring>

#include "sim/layer/layer_json.h"
#include "sim/results/program_version.h"
#include "sim/sweep/store/store_checksums.h"
#include "sim/sweep/store/sweep_folder.h"
#include "sim/text/json.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t application_id = 0x53434e4e;  ///< "SCNN"
constexpr std::int64_t store_version = 2;            ///< raised when a reader of the old form would go wrong
constexpr std::int64_t version_without_checksums = 1;

/// What the points' table has.
bool is_identity(const ResultColumn& column) {
  return &column == &result_column(Column::network) || &column == &result_column(Column::architecture);
}

/// `example`: a value, null where it may be unknown.
const char* sql_type(const ResultColumn& column, const Json& example) {
  if (example.is_string() || (example.is_null() && column.style == CellStyle::text)) return "TEXT";
  const bool is_whole = column.style == CellStyle::integer || column.style == CellStyle::count ||
                        column.style == CellStyle::bytes;
  return example.is_number_float() || (example.is_null() && !is_whole) ? "REAL" : "INTEGER";
}

/// Binds null, a truth value (as 0 or 1), an integer, a number or a text.
void bind_value(SQLite::Statement& statement, int position, const Json& value) {
  if (value.is_string())
    statement.bind(position, value.get_ref<const std::string&>());
  else if (value.is_boolean())
    statement.bind(position, int{value.get<bool>()});
  else if (value.is_number_integer())
    statement.bind(position, value.get<std::int64_t>());
  else if (value.is_number())
    statement.bind(position, value.get<double>());
  else
    statement.bind(position);
}

/// The cell as stored: null, integer, number or text.
Json value_of(const SQLite::Column& cell) {
  if (cell.isInteger()) return static_cast<std::uint64_t>(cell.getInt64());
  if (cell.isFloat()) return cell.getDouble();
  return cell.isNull() ? Json() : Json(cell.getString());
}

/// Name of the sum of energies, whose components are not parsed.
const char* name_of_total(const SQLite::Column& components) {
  return std::strstr(components.getText(), "\"dram_activate\"") == nullptr ? "total"
                                                                           : total_with_dram_commands;
}

/// What `read` makes of JSON text. Throws UserError when it is anything else than `expected`.
template <class Read>
auto from_json_text(const std::string& text, const StorePlace& place, const char* expected,
                    const Read& read) {
  try {
    return read(Json::parse(text));
  } catch (const Json::exception&) {
  } catch (const UserError&) {
  }
  throw UserError(
      fmt::format("{}: point {}: got \"{}\", expected {}", place.file, place.point, text, expected));
}

}  // namespace

FigureColumns::FigureColumns(bool totals) {
  const LayerResult example;
  for (const ResultColumn& column : result_columns()) {
    if (is_identity(column) || (totals && column.total == ColumnTotal::none)) continue;
    columns_.push_back(&column);
    is_truth_value_.push_back(column.get(example).is_boolean());
  }
}

const FigureColumns& FigureColumns::of_layers() {
  static const FigureColumns columns(false);
  return columns;
}

const FigureColumns& FigureColumns::of_totals() {
  static const FigureColumns columns(true);
  return columns;
}

std::string FigureColumns::names(const std::string& prefix) const {
  std::string text;
  for (const ResultColumn* column : columns_) text += fmt::format("{}{}, ", prefix, column->name);
  return text + prefix + "energy";
}

std::string FigureColumns::parameters() const {
  std::string text;
  for (std::size_t i = 0; i < columns_.size(); ++i) text += "?, ";
  return text + "?";  // energy
}

std::string FigureColumns::declarations() const {
  const LayerResult example;
  std::string text;
  for (const ResultColumn* column : columns_)
    text += fmt::format("{} {}, ", column->name, sql_type(*column, column->get(example)));
  return text + "energy TEXT";
}

void FigureColumns::bind(SQLite::Statement& statement, int first, const LayerResult& layer) const {
  int position = first;
  for (const ResultColumn* column : columns_) bind_value(statement, position++, column->get(layer));
  statement.bind(position, json_text(Json(layer.energy_pj)));
}

LayerResult FigureColumns::read(SQLite::Statement& row, int first, const StorePlace& place,
                                EnergyDetail detail) const {
  LayerResult layer;
  int position = first;
  for (std::size_t i = 0; i < columns_.size(); ++i, ++position) {
    const SQLite::Column cell = row.getColumn(position);
    if (detail == EnergyDetail::total && columns_[i] == &result_column(Column::energy_pj))
      layer.energy_pj[name_of_total(row.getColumn(first + static_cast<int>(columns_.size())))] =
          cell.getDouble();
    if (!columns_[i]->set) continue;
    columns_[i]->set(layer, is_truth_value_[i] ? Json(cell.getInt() == 1) : value_of(cell));
  }
  if (detail == EnergyDetail::components)
    layer.energy_pj =
        from_json_text(row.getColumn(position).getString(), place, "an object of numbers", energy_from_json);
  return layer;
}

std::vector<MissingColumn> FigureColumns::missing_among(const std::set<std::string>& names) const {
  const LayerResult example;
  std::vector<MissingColumn> missing;
  for (const ResultColumn* column : columns_)
    if (const std::string name(column->name); names.count(name) == 0)
      missing.push_back(
          {name, sql_type(*column, column->get(example)), column->may_be_unknown || !column->set});
  return missing;
}

std::string store_layout() {
  return FigureColumns::of_totals().names() + " / " + FigureColumns::of_layers().names();
}

std::string axes_to_json(const AxisValues& axes) {
  Json json = Json::object();
  for (const auto& [name, value] : axes) json.push_back({name, value});
  return json.dump();
}

AxisValues axes_from_json(const std::string& text, const StorePlace& place) {
  return from_json_text(text, place, "an object of texts", [](const Json& json) {
    AxisValues axes;
    for (const auto& [name, value] : json.get_ref<const Json::object_t&>())
      axes.emplace_back(name, json_to_text(value));
    return axes;
  });
}

void create_store(SQLite::Database& database) {
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  database.exec("CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
  database.exec(
      "CREATE TABLE points (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, axes TEXT NOT NULL, "
      "network TEXT NOT NULL, architecture TEXT NOT NULL, area_mm2 REAL NOT NULL, checksum TEXT)");
  database.exec(
      fmt::format("CREATE TABLE results (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, status TEXT NOT "
                  "NULL, reason TEXT NOT NULL, {}, layers_checksum TEXT, checksum TEXT)",
                  FigureColumns::of_totals().declarations()));
  database.exec(
      fmt::format("CREATE TABLE layers (result INTEGER NOT NULL REFERENCES results (id), position INTEGER "
                  "NOT NULL, {}, PRIMARY KEY (result, position)) WITHOUT ROWID",
                  FigureColumns::of_layers().declarations()));
  database.exec(
      "CREATE TABLE attempts (key TEXT NOT NULL, status TEXT NOT NULL, seconds REAL NOT NULL, cost REAL NOT "
      "NULL, reason TEXT NOT NULL, stderr TEXT NOT NULL)");
  write_note(database, "layout", store_layout());
  write_note(database, "program", program_version());
  seal_notes(database);
  database.exec(fmt::format("PRAGMA application_id = {}", application_id));
  database.exec(fmt::format("PRAGMA user_version = {}", store_version));
  transaction.commit();
}

bool is_empty_store(SQLite::Database& database) {
  return database.execAndGet("SELECT count(*) FROM sqlite_master").getInt64() == 0;
}

void check_store(SQLite::Database& database) {
  const std::string& file = database.getFilename();
  if (is_empty_store(database))
    throw UserError(
        fmt::format("{}: nothing has been written into this store yet; run its sweep first", file));
  if (database.execAndGet("PRAGMA application_id").getInt64() != application_id)
    throw UserError(fmt::format(
        "{}: not the store of a sweep; expected the folder that scnnsim sweep --out wrote, or its {}", file,
        store_file_name));
  const auto version = database.execAndGet("PRAGMA user_version").getInt64();
  if (version == store_version) check_notes(database);
  if (version != store_version && version != version_without_checksums)
    throw UserError(
        fmt::format("{}: store version {}, expected {}: read it with the program that wrote it, or sweep "
                    "into a new folder",
                    file, version, store_version));
  complete_columns(database);
}

bool has_checksums(const SQLite::Database& database) {
  SQLite::Statement version(database, "PRAGMA user_version");
  return version.executeStep() && version.getColumn(0).getInt64() == store_version;
}

void upgrade_store(SQLite::Database& database) {
  if (has_checksums(database)) return;
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  add_checksums(database);
  database.exec(fmt::format("PRAGMA user_version = {}", store_version));
  transaction.commit();
}

std::string read_note(const SQLite::Database& database, const std::string& name) {
  SQLite::Statement row(database, "SELECT value FROM notes WHERE name = ?");
  row.bind(1, name);
  return row.executeStep() ? row.getColumn(0).getString() : "";
}

void write_note(const SQLite::Database& database, const std::string& name, const std::string& value) {
  SQLite::Statement statement(database, "INSERT OR REPLACE INTO notes VALUES (?, ?)");
  SQLite::bind(statement, name, value);
  statement.exec();
}

}  // namespace scnnsim
