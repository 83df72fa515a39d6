// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/store_database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "traces/support/error.h"

namespace scnnsim {
namespace {

constexpr int wait_milliseconds = 5000;  ///< for a reader or writer that holds the file for a moment

constexpr int cache_kibibytes = 64 << 10;  ///< keys are hashes, hence found all over the file

/// Advice for an error; empty if there is none.
const char* advice(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return "; the disk is full: what was committed is kept, free some space and run the same command again";
    case SQLITE_IOERR:
      return "; what was committed is kept: see whether the disk is full or gone, or the shell limits the "
             "size "
             "of files (ulimit -f), then run the same command again";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "; the file is damaged, or not the store of a sweep: restore a copy of it, or delete it and run "
             "the same command again; scnnsim sweep merge brings in what copies and other shards hold of it";
    case SQLITE_BUSY:
      return "; another process holds it";
    default:
      return "";
  }
}

/// The system's reason for not opening a file, which SQLite does not report.
std::string obstacle(const std::string& file, StoreMode mode) {
  const int descriptor = open(file.c_str(), mode == StoreMode::read ? O_RDONLY : O_RDWR);
  if (descriptor < 0) return std::string(": ") + std::strerror(errno);
  close(descriptor);
  return "";
}

}  // namespace

void refuse_store(const std::string& file, const SQLite::Exception& error) {
  throw UserError(fmt::format("{}: {}{}", file, error.what(), advice(error.getErrorCode())));
}

SQLite::Database open_database(const std::filesystem::path& file, StoreMode mode) {
  const std::string name = file.string();
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored))
    throw UserError(fmt::format("{}: is a folder, expected the store of a sweep", name));
  // A connection belongs to one thread, so SQLite need not lock around every value that is read.
  const int flags =
      SQLite::OPEN_NOMUTEX |
      (mode == StoreMode::read ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  try {
    SQLite::Database database(name, flags, wait_milliseconds);
    database.exec("PRAGMA trusted_schema = OFF");  // a file of others may bring views and triggers
    database.exec(fmt::format("PRAGMA cache_size = {}", -cache_kibibytes));
    return database;
  } catch (const SQLite::Exception& error) {
    if ((error.getErrorCode() & 0xff) != SQLITE_CANTOPEN) refuse_store(name, error);
    throw UserError(fmt::format("{}: {}{}", name, error.what(), obstacle(name, mode)));
  }
}

}  // namespace scnnsim
