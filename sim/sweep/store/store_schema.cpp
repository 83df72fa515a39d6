// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/store_schema.h"

#include <fmt/format.h>

#include "sim/results/program_version.h"
#include "sim/sweep/store/sweep_store.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr unsigned application_id = 0x53434e4e;  ///< "SCNN"
constexpr unsigned store_version = 1;            ///< raised when a reader of the old form would go wrong

/// Texts that are the same for all layers of a point: the points' table has them.
bool is_identity(const ResultColumn& column) {
  return column.total == ColumnTotal::same && column.style == CellStyle::text;
}

const char* sql_type(const Json& example) {
  if (example.is_string()) return "TEXT";
  return example.is_number_float() || example.is_null() ? "REAL" : "INTEGER";
}

/// What the columns of this program's stores are, for a reader of another version to see that they differ.
std::string layout() {
  return FigureColumns::of_totals().names() + " / " + FigureColumns::of_layers().names();
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

std::string FigureColumns::names_read(EnergyDetail detail) const {
  std::string text = names();
  if (detail == EnergyDetail::total) text.erase(text.rfind(','));
  return text;
}

std::string FigureColumns::parameters() const {
  std::string text = "?";
  for (std::size_t i = 1; i < size(); ++i) text += ", ?";
  return text;
}

std::string FigureColumns::declarations() const {
  const LayerResult example;
  std::string text;
  for (const ResultColumn* column : columns_)
    text += fmt::format("{} {}, ", column->name, sql_type(column->get(example)));
  return text + "energy TEXT";
}

void FigureColumns::bind(Statement& statement, const LayerResult& layer) const {
  for (const ResultColumn* column : columns_) statement.bind(column->get(layer));
  statement.bind(std::string_view(Json(layer.energy_pj).dump()));
}

LayerResult FigureColumns::read(const Statement& statement, int first, const StorePlace& where,
                                EnergyDetail detail) const {
  LayerResult layer;
  int position = first;
  for (std::size_t i = 0; i < columns_.size(); ++i, ++position) {
    if (detail == EnergyDetail::total && columns_[i] == &result_column(Column::energy_pj))
      layer.energy_pj["total"] = statement.number(position);
    if (!columns_[i]->set) continue;
    const Json value = statement.value(position);
    columns_[i]->set(layer, is_truth_value_[i] ? Json(value == 1) : value);
  }
  if (detail == EnergyDetail::total) return layer;
  for (auto& [component, pj] : numbers_of_json(statement.view(position), where))
    layer.energy_pj.emplace_hint(layer.energy_pj.end(), std::move(component), pj);
  return layer;
}

void create_store(const Database& database) {
  Transaction transaction(database);
  database.execute("CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
  database.execute(
      "CREATE TABLE points (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, axes TEXT NOT NULL, "
      "network TEXT NOT NULL, architecture TEXT NOT NULL, area_mm2 REAL NOT NULL)");
  database.execute(
      fmt::format("CREATE TABLE results (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, status TEXT NOT "
                  "NULL, reason TEXT NOT NULL, {})",
                  FigureColumns::of_totals().declarations()));
  database.execute(
      fmt::format("CREATE TABLE layers (result INTEGER NOT NULL REFERENCES results (id), position INTEGER "
                  "NOT NULL, {}, PRIMARY KEY (result, position)) WITHOUT ROWID",
                  FigureColumns::of_layers().declarations()));
  database.execute(
      "CREATE TABLE attempts (key TEXT NOT NULL, status TEXT NOT NULL, seconds REAL NOT NULL, cost REAL NOT "
      "NULL, reason TEXT NOT NULL, stderr TEXT NOT NULL)");
  write_note(database, "layout", layout());
  write_note(database, "program", program_version());
  database.execute(fmt::format("PRAGMA application_id = {}", application_id));
  database.execute(fmt::format("PRAGMA user_version = {}", store_version));
  transaction.commit();
}

bool is_empty_store(const Database& database) {
  return database.count("SELECT count(*) FROM sqlite_master") == 0;
}

void check_store(const Database& database) {
  if (is_empty_store(database))
    throw UserError(fmt::format("{}: nothing has been written into this store yet; run its sweep first",
                                database.file()));
  if (database.count("PRAGMA application_id") != application_id)
    throw UserError(fmt::format(
        "{}: not the store of a sweep; expected the folder that scnnsim sweep --out wrote, or its {}",
        database.file(), store_file_name));
  const auto version = database.count("PRAGMA user_version");
  if (version != store_version)
    throw UserError(
        fmt::format("{}: store version {}, expected {}: read it with the program that wrote it, or sweep "
                    "into a new folder",
                    database.file(), version, store_version));
  if (read_note(database, "layout") != layout())
    throw UserError(fmt::format(
        "{}: its columns are those of scnnsim {}, this is scnnsim {}: read it with the program that wrote "
        "it, or sweep into a new folder",
        database.file(), read_note(database, "program"), program_version()));
}

std::string read_note(const Database& database, const std::string& name) {
  Statement statement = database.prepare("SELECT value FROM notes WHERE name = ?");
  statement.bind(std::string_view(name));
  return statement.step() ? statement.text(0) : "";
}

void write_note(const Database& database, const std::string& name, const std::string& value) {
  database.prepare("INSERT OR REPLACE INTO notes VALUES (?, ?)")
      .bind(std::string_view(name))
      .bind(std::string_view(value))
      .run();
}

}  // namespace scnnsim
