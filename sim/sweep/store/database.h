// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace scnnsim {

/// A prepared statement. Parameters and columns count from 0.
class Statement {
 public:
  Statement(sqlite3* database, const std::string& file, const std::string& sql);

  /// The next parameter: null, bool (as 0 or 1), integer, number or text.
  Statement& bind(const nlohmann::ordered_json& value);
  Statement& bind(std::string_view text);
  Statement& bind(std::uint64_t value);
  Statement& bind(double value);
  /// Runs up to the next row; false: there is none. Throws UserError.
  bool step();
  /// Runs a statement without rows and makes it ready for new parameters. Throws UserError.
  void run();

  int columns() const { return sqlite3_column_count(statement_.get()); }
  std::string name(int column) const { return sqlite3_column_name(statement_.get(), column); }
  std::string text(int column) const { return std::string(view(column)); }
  std::string_view view(int column) const;  ///< until the next step
  std::uint64_t count(int column) const;
  double number(int column) const { return sqlite3_column_double(statement_.get(), column); }
  /// Null, integer, number or text, as stored.
  nlohmann::ordered_json value(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  void check(int code);

  sqlite3* database_;
  std::string file_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
};

/// An SQLite file. Everything that fails throws UserError, which names the file: the disk is full, the file
/// is no database, another process holds it.
class Database {
 public:
  enum class Mode { read, write };  ///< write creates the file if it is missing
  Database(const std::filesystem::path& file, Mode mode);

  Statement prepare(const std::string& sql) const { return {database_.get(), file_, sql}; }
  void execute(const std::string& sql) const { prepare(sql).run(); }
  /// The number that a statement such as "PRAGMA user_version" returns.
  std::uint64_t count(const std::string& sql) const;
  const std::string& file() const { return file_; }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  std::string file_;
  std::unique_ptr<sqlite3, Close> database_;
};

/// Everything between its construction and commit() happens, or, if commit() is not reached, nothing of it.
class Transaction {
 public:
  explicit Transaction(const Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  const Database& database_;
  bool committed_ = false;
};

}  // namespace scnnsim
