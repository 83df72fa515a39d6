// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/Database.h>

namespace scnnsim {

/// Columns that were added to layers.csv after a store was written are unknown in it.

/// Makes queries find them, as null: a store that is open for writing gets them, in one that is read
/// temporary views take the place of its tables. Throws UserError for a store that lacks other columns, or
/// has columns that this program does not know.
void complete_columns(SQLite::Database& database);

/// Throws UserError for a store whose own tables lack columns: it cannot be merged.
void require_own_columns(SQLite::Database& database);

}  // namespace scnnsim
