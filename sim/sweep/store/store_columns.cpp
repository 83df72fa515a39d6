// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/store_schema.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <set>
#include <sstream>

#include "sim/results/program_version.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

std::set<std::string> columns_in(SQLite::Database& database, const std::string& table) {
  std::set<std::string> names;
  SQLite::Statement row(database, "SELECT name FROM pragma_table_info(?, 'main')");
  row.bind(1, table);
  while (row.executeStep()) names.insert(row.getColumn(0).getString());
  return names;
}

/// Names of the note `layout`, as in "cycles, energy / layer, cycles, energy".
std::set<std::string> names_of(std::string layout) {
  for (char& c : layout)
    if (c == ',' || c == '/') c = ' ';
  std::istringstream words(layout);
  std::set<std::string> names;
  for (std::string word; words >> word;) names.insert(word);
  return names;
}

[[noreturn]] void refuse(SQLite::Database& database) {
  throw UserError(fmt::format(
      "{}: its columns are those of scnnsim {}, this is scnnsim {}: read it with the program that wrote "
      "it, or sweep into a new folder",
      database.getFilename(), read_note(database, "program"), program_version()));
}

void complete_table(SQLite::Database& database, const std::string& table, const FigureColumns& figures) {
  const std::vector<MissingColumn> missing = figures.missing_among(columns_in(database, table));
  if (missing.empty()) return;
  std::string nulls;
  for (const MissingColumn& column : missing) {
    if (!column.may_be_missing) refuse(database);
    nulls += fmt::format(", NULL AS {}", column.name);
  }
  if (sqlite3_db_readonly(database.getHandle(), "main") == 1) {
    database.exec(fmt::format("CREATE TEMP VIEW {0} AS SELECT *{1} FROM main.{0}", table, nulls));
    return;
  }
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  for (const MissingColumn& column : missing)
    database.exec(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", table, column.name, column.type));
  transaction.commit();
}

}  // namespace

void complete_columns(SQLite::Database& database) {
  const std::set<std::string> known = names_of(store_layout());
  for (const std::string& name : names_of(read_note(database, "layout")))
    if (known.count(name) == 0) refuse(database);
  complete_table(database, "results", FigureColumns::of_totals());
  complete_table(database, "layers", FigureColumns::of_layers());
}

void require_own_columns(SQLite::Database& database) {
  if (FigureColumns::of_totals().missing_among(columns_in(database, "results")).empty()) return;
  throw UserError(
      fmt::format("{}: was written by scnnsim {}, whose results have fewer columns: run its sweep with "
                  "--out on its folder once, which adds them, and merge then",
                  database.getFilename(), read_note(database, "program")));
}

}  // namespace scnnsim
