// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <functional>
#include <string>

namespace scnnsim {

/// Checksums of a store: each row of `points` and `results` has one over its cells, and one of `results` also
/// one over the rows of its layers. A note has one over the other notes. So a bit that flips in the file, or
/// a row that is lost, changes no figure unnoticed.
///
/// What works on statements and databases throws SQLite::Exception, see name_store_errors().

/// Columns of `points` and `results` that their checksum is over, in its order. That of `results` is also
/// over `layers_checksum`, which follows them.
std::string point_columns();
std::string result_row_columns();
/// Columns of `layers` that the checksum of a result's layers is over, with an optional prefix.
std::string layer_row_columns(const std::string& prefix = "");

/// The cells of a row, by column, type and bytes: the text that is summed. A cell without a value is none, so
/// that a column that is added later changes no checksum.
std::string cells_of(SQLite::Statement& row, int first, int count);

/// Fills in the columns `checksum` and `layers_checksum` where they are missing.
void seal_rows(SQLite::Database& database);
/// Likewise, of one result.
void seal_result(SQLite::Database& database, std::int64_t id);
/// Sums the notes anew.
void seal_notes(SQLite::Database& database);
/// Makes a store of the version before checksums one that has them.
void add_checksums(SQLite::Database& database);

/// Throws UserError if the notes are not those that were summed.
void check_notes(const SQLite::Database& database);

/// Throws UserError: `what` of the file is not what was written.
[[noreturn]] void refuse_damage(const std::string& file, const std::string& what);

/// Calls visit(row) for each result, with the columns result_row_columns() and, if the store has checksums,
/// layers_checksum, after the row was checked. Throws UserError for a damaged one, or if one is missing.
void for_each_result(const SQLite::Database& database,
                     const std::function<void(SQLite::Statement& row)>& visit);
/// Likewise for each point, in order, with point_columns().
void for_each_point_row(const SQLite::Database& database,
                        const std::function<void(SQLite::Statement& row)>& visit);
/// Checks the rows of all tables that have checksums. Throws UserError.
void check_all_rows(const SQLite::Database& database);

}  // namespace scnnsim
