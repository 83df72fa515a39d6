// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/database.h"

#include <fmt/format.h>

#include <cstring>
#include <system_error>

#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr int wait_milliseconds = 5000;  ///< for a reader or writer that holds the file for a moment

constexpr int cache_kibibytes = 64 << 10;  ///< keys are hashes, hence found all over the file

constexpr const char* damaged =
    "; the file is damaged, or not the store of a sweep: restore a copy of it, or delete it and run the same "
    "command again; scnnsim sweep merge brings in what copies and other shards hold of it";

/// What stands in the way of opening a file.
std::string obstacle(sqlite3* database) {
  const int reason = database != nullptr ? sqlite3_system_errno(database) : 0;
  return reason != 0 ? std::string(": ") + std::strerror(reason) : "";
}

/// What to do about it, if that is clear.
std::string advice(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return "; the disk is full: what was committed is kept, free some space and run the same command again";
    case SQLITE_IOERR:
      return "; what was committed is kept: see whether the disk is full or gone, then run the same command "
             "again";
    case SQLITE_CORRUPT:
      return damaged;
    case SQLITE_NOTADB:
      return damaged;
    case SQLITE_BUSY:
      return "; another process holds it";
    default:
      return "";
  }
}

[[noreturn]] void fail(sqlite3* database, const std::string& file, int code) {
  const char* message = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  throw UserError(fmt::format("{}: {}{}", file, message,
                              (code & 0xff) == SQLITE_CANTOPEN ? obstacle(database) : advice(code)));
}

}  // namespace

Statement::Statement(sqlite3* database, const std::string& file, const std::string& sql)
    : database_(database), file_(file) {
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v2(database, sql.c_str(), static_cast<int>(sql.size()), &statement, nullptr));
  statement_.reset(statement);
}

void Statement::check(int code) {
  if (code != SQLITE_OK) fail(database_, file_, code);
}

Statement& Statement::bind(std::string_view text) {
  check(sqlite3_bind_text(statement_.get(), ++bound_, text.data(), static_cast<int>(text.size()),
                          SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind(std::uint64_t value) {
  check(sqlite3_bind_int64(statement_.get(), ++bound_, static_cast<sqlite3_int64>(value)));
  return *this;
}

Statement& Statement::bind(double value) {
  check(sqlite3_bind_double(statement_.get(), ++bound_, value));
  return *this;
}

Statement& Statement::bind(const Json& value) {
  if (value.is_string()) return bind(std::string_view(value.get_ref<const std::string&>()));
  if (value.is_boolean()) return bind(std::uint64_t{value.get<bool>()});
  if (value.is_number_integer()) return bind(value.get<std::uint64_t>());
  if (value.is_number()) return bind(value.get<double>());
  check(sqlite3_bind_null(statement_.get(), ++bound_));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3_reset(statement_.get());
  fail(database_, file_, code);
}

void Statement::run() {
  while (step()) continue;
  check(sqlite3_reset(statement_.get()));
  bound_ = 0;
}

std::string_view Statement::view(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_.get(), column);
  if (text == nullptr) return "";
  const int bytes = sqlite3_column_bytes(statement_.get(), column);
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(bytes)};
}

std::uint64_t Statement::count(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column));
}

Json Statement::value(int column) const {
  switch (sqlite3_column_type(statement_.get(), column)) {
    case SQLITE_INTEGER:
      return count(column);
    case SQLITE_FLOAT:
      return number(column);
    case SQLITE_NULL:
      return nullptr;
    default:
      return text(column);
  }
}

Database::Database(const std::filesystem::path& file, Mode mode) : file_(file.string()) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error))
    throw UserError(fmt::format("{}: is a folder, expected the store of a sweep", file_));
  // No locks around every value that is read: a connection is one thread's.
  const int flags = SQLITE_OPEN_NOMUTEX |
                    (mode == Mode::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(file_.c_str(), &database, flags, nullptr);
  database_.reset(database);
  if (code != SQLITE_OK) fail(database, file_, code);
  sqlite3_busy_timeout(database, wait_milliseconds);
  execute(fmt::format("PRAGMA cache_size = {}", -cache_kibibytes));
  execute("PRAGMA trusted_schema = OFF");  // a file of others may bring views and triggers
}

std::uint64_t Database::count(const std::string& sql) const {
  Statement statement = prepare(sql);
  return statement.step() ? statement.count(0) : 0;
}

Transaction::Transaction(const Database& database) : database_(database) {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (committed_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const UserError&) {  // SQLite may have rolled back by itself
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  committed_ = true;
}

}  // namespace scnnsim
