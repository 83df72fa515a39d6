// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/store_checksums.h"

#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>

#include <cstring>
#include <vector>

#include "sim/sweep/store/store_schema.h"
#include "traces/support/checksum.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

constexpr const char* sum_note = "checksum";

std::string double_bytes(double value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

std::string cell_text(const SQLite::Column& cell) {
  if (cell.isInteger()) return fmt::format("i{};", cell.getInt64());
  if (cell.isFloat()) return "f" + double_bytes(cell.getDouble());
  const std::string bytes = cell.getString();
  return fmt::format("{}{}:{}", cell.isText() ? 't' : 'b', bytes.size(), bytes);
}

std::string summed_result_columns() {
  return result_row_columns() + ", layers_checksum";
}

/// The layers of a result, in order.
std::string layers_text(const SQLite::Database& database, std::int64_t id) {
  SQLite::Statement row(
      database, fmt::format("SELECT {} FROM layers WHERE result = ? ORDER BY position", layer_row_columns()));
  row.bind(1, id);
  std::string text;
  while (row.executeStep()) text += cells_of(row, 0, row.getColumnCount());
  return text;
}

struct NoteSums {
  std::string found, expected;
};

/// Of the notes as they are, and of those that were written.
NoteSums note_sums(const SQLite::Database& database) {
  SQLite::Statement row(database, "SELECT name, value FROM notes ORDER BY name");
  std::string text;
  NoteSums sums;
  while (row.executeStep())
    if (row.getColumn(0).getString() == sum_note)
      sums.expected = row.getColumn(1).getString();
    else
      text += cells_of(row, 0, 2);
  sums.found = checksum_of(text);
  return sums;
}

std::vector<std::int64_t> unsealed(const SQLite::Database& database, const char* table, const char* id) {
  SQLite::Statement row(database, fmt::format("SELECT {} FROM {} WHERE checksum IS NULL", id, table));
  std::vector<std::int64_t> ids;
  while (row.executeStep()) ids.push_back(row.getColumn(0).getInt64());
  return ids;
}

/// Seals one row, given by its integer key.
void seal_row(SQLite::Database& database, const char* table, const char* id_name, std::int64_t id,
              const std::string& columns) {
  SQLite::Statement row(database, fmt::format("SELECT {} FROM {} WHERE {} = ?", columns, table, id_name));
  row.bind(1, id);
  row.executeStep();
  const std::string sum = checksum_of(cells_of(row, 0, row.getColumnCount()));
  row.reset();
  SQLite::Statement update(database, fmt::format("UPDATE {} SET checksum = ? WHERE {} = ?", table, id_name));
  SQLite::bind(update, sum, id);
  update.exec();
}

bool has_column(const SQLite::Database& database, const std::string& table, const std::string& column) {
  SQLite::Statement row(database, "SELECT count(*) FROM pragma_table_info(?) WHERE name = ?");
  SQLite::bind(row, table, column);
  return row.executeStep() && row.getColumn(0).getInt() > 0;
}

void add_column(SQLite::Database& database, const char* table, const char* column) {
  if (!has_column(database, table, column))
    database.exec(fmt::format("ALTER TABLE {} ADD COLUMN {} TEXT", table, column));
  database.exec(fmt::format("UPDATE {} SET {} = NULL", table, column));
}

/// Rows of a table by its index of keys. As long as the object lives, the connection reads the state of the
/// file that it counted.
class RowCount {
 public:
  RowCount(const SQLite::Database& database, const char* table)
      : count_(database,
               fmt::format("SELECT count(*) FROM main.{0} INDEXED BY sqlite_autoindex_{0}_1", table)) {
    count_.executeStep();
  }
  bool is(std::uint64_t rows) { return static_cast<std::uint64_t>(count_.getColumn(0).getInt64()) == rows; }

 private:
  SQLite::Statement count_;
};

/// Selects `columns`, and the checksum over them if the store has checksums.
void for_each_row(const SQLite::Database& database, const char* table, const char* order,
                  const std::string& columns, const std::function<void(SQLite::Statement&)>& visit) {
  const bool is_summed = has_checksums(database);
  RowCount count(database, table);
  SQLite::Statement row(database, fmt::format("SELECT {}{} FROM {} ORDER BY {}", columns,
                                              is_summed ? ", checksum" : "", table, order));
  const int summed = row.getColumnCount() - 1;
  std::uint64_t rows = 0;
  for (; row.executeStep(); ++rows) {
    if (is_summed && row.getColumn(summed).getString() != checksum_of(cells_of(row, 0, summed)))
      refuse_damage(database.getFilename(), fmt::format("table {}, row {}", table, rows + 1));
    visit(row);
  }
  if (!count.is(rows)) refuse_damage(database.getFilename(), fmt::format("table {}", table));
}

}  // namespace

std::string point_columns() {
  return "number, key, axes, network, architecture, area_mm2";
}

std::string result_row_columns() {
  return "key, status, reason, " + FigureColumns::of_totals().names();
}

std::string layer_row_columns(const std::string& prefix) {
  return fmt::format("{}position, {}", prefix, FigureColumns::of_layers().names(prefix));
}

std::string cells_of(SQLite::Statement& row, int first, int count) {
  std::string text;
  for (int i = first; i < first + count; ++i) {
    const SQLite::Column cell = row.getColumn(i);
    const std::string name = cell.getName();
    if (!cell.isNull()) text += name.substr(name.rfind('.') + 1) + cell_text(cell);
  }
  return text;
}

void seal_result(SQLite::Database& database, std::int64_t id) {
  SQLite::Statement update(database, "UPDATE results SET layers_checksum = ? WHERE id = ?");
  SQLite::bind(update, checksum_of(layers_text(database, id)), id);
  update.exec();
  seal_row(database, "results", "id", id, summed_result_columns());
}

void seal_rows(SQLite::Database& database) {
  for (const std::int64_t id : unsealed(database, "results", "id")) seal_result(database, id);
  for (const std::int64_t number : unsealed(database, "points", "number"))
    seal_row(database, "points", "number", number, point_columns());
}

void seal_notes(SQLite::Database& database) {
  write_note(database, sum_note, note_sums(database).found);
}

void add_checksums(SQLite::Database& database) {
  add_column(database, "points", "checksum");
  add_column(database, "results", "layers_checksum");
  add_column(database, "results", "checksum");
  seal_rows(database);
  seal_notes(database);
}

void check_notes(const SQLite::Database& database) {
  const NoteSums sums = note_sums(database);
  if (sums.found != sums.expected) refuse_damage(database.getFilename(), "notes");
}

void refuse_damage(const std::string& file, const std::string& what) {
  throw UserError(fmt::format(
      "{}: {}: the checksum is not that of what was written: the file is damaged; restore a copy of it, or "
      "delete it and run the same command again; scnnsim sweep merge brings in what copies and other shards "
      "hold of it",
      file, what));
}

void for_each_result(const SQLite::Database& database, const std::function<void(SQLite::Statement&)>& visit) {
  const bool is_summed = has_checksums(database);
  for_each_row(database, "results", "id", is_summed ? summed_result_columns() : result_row_columns(), visit);
}

void for_each_point_row(const SQLite::Database& database,
                        const std::function<void(SQLite::Statement&)>& visit) {
  for_each_row(database, "points", "number", point_columns(), visit);
}

void check_all_rows(const SQLite::Database& database) {
  for_each_point_row(database, [](SQLite::Statement&) {});
  for_each_result(database, [](SQLite::Statement&) {});
  if (!has_checksums(database)) return;
  SQLite::Statement row(database, "SELECT id, layers_checksum, key FROM results ORDER BY id");
  while (row.executeStep())
    if (row.getColumn(1).getString() != checksum_of(layers_text(database, row.getColumn(0).getInt64())))
      refuse_damage(database.getFilename(), "layers of the result " + row.getColumn(2).getString());
}

}  // namespace scnnsim
