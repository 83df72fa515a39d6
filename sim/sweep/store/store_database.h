// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <filesystem>
#include <string>

namespace scnnsim {

enum class StoreMode { read, write };  ///< write creates the file if it is missing

/// Opens an SQLite file. Throws UserError.
SQLite::Database open_database(const std::filesystem::path& file, StoreMode mode);

/// Throws UserError that says of which file SQLite complains, and what to do: the disk is full, the file is
/// no database or damaged, another process holds it.
[[noreturn]] void refuse_store(const std::string& file, const SQLite::Exception& error);

/// Does work on a store. Throws UserError as above.
template <class Work>
auto name_store_errors(const SQLite::Database& database, const Work& work) {
  try {
    return work();
  } catch (const SQLite::Exception& error) {
    refuse_store(database.getFilename(), error);
  }
}

}  // namespace scnnsim
