// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <set>
#include <string>
#include <vector>

#include "sim/layer/result_columns.h"
#include "sim/sweep/plan/sweep_point.h"

namespace scnnsim {

/// Where a value was read, for messages.
struct StorePlace {
  const std::string& file;
  std::uint64_t point;
};

/// A column that a store of an earlier version does not have.
struct MissingColumn {
  std::string name, type;
  bool may_be_missing;  ///< its values may be unknown, or follow from others
};

/// The tables of a store: README.md describes them. What works on them throws SQLite::Exception, see
/// name_store_errors().
///
/// Figures of layers and totals are columns of their own, named as in layers.csv; `energy` holds pJ by
/// component as JSON.
class FigureColumns {
 public:
  /// Of layers: all result columns. Of totals: those that totals have, and what their ratios need.
  static const FigureColumns& of_layers();
  static const FigureColumns& of_totals();

  /// "cycles, dense_macs, ..., energy", with an optional prefix: "l.cycles, ...".
  std::string names(const std::string& prefix = "") const;
  int count() const { return static_cast<int>(columns_.size()) + 1; }  ///< with energy
  std::string parameters() const;                                      ///< "?, ?, ..."
  std::string declarations() const;

  /// The columns that are not among `names`.
  std::vector<MissingColumn> missing_among(const std::set<std::string>& names) const;

  /// Binds the parameters from `first` on.
  void bind(SQLite::Statement& statement, int first, const LayerResult& layer) const;
  /// Reads the columns from `first` on. Throws UserError.
  LayerResult read(SQLite::Statement& row, int first, const StorePlace& place,
                   EnergyDetail detail = EnergyDetail::components) const;

 private:
  explicit FigureColumns(bool totals);
  std::vector<const ResultColumn*> columns_;
  std::vector<bool> is_truth_value_;  ///< SQLite has none: 0 and 1
};

/// Creates the tables in an empty database.
void create_store(SQLite::Database& database);

/// The columns of this program's stores, from which a program with other columns sees the difference.
std::string store_layout();

/// Throws UserError unless the file is a store that this program reads: of its version, or of the one before
/// checksums. Completes the columns of one of an earlier version, see complete_columns().
void check_store(SQLite::Database& database);

/// Whether the store has checksums: those of older programs have none until something is written to them.
bool has_checksums(const SQLite::Database& database);

/// Brings a store that was checked to this program's version.
void upgrade_store(SQLite::Database& database);

/// Whether nothing has been written yet.
bool is_empty_store(SQLite::Database& database);

/// A text kept beside the tables: "sweep" (the sweep file), "config" (the base configuration) ...
std::string read_note(const SQLite::Database& database, const std::string& name);
void write_note(const SQLite::Database& database, const std::string& name, const std::string& value);

/// Name and value of each axis of a point, in order, as the JSON object of texts that a store holds.
std::string axes_to_json(const AxisValues& axes);
/// Throws UserError.
AxisValues axes_from_json(const std::string& text, const StorePlace& place);

/// Columns that were added to layers.csv after a store was written are unknown in it.

/// Makes queries find them, as null: a store that is open for writing gets them, in one that is read
/// temporary views take the place of its tables. Throws UserError for a store that lacks other columns, or
/// has columns that this program does not know.
void complete_columns(SQLite::Database& database);

/// Throws UserError for a store whose own tables lack columns: it cannot be merged.
void require_own_columns(SQLite::Database& database);

}  // namespace scnnsim
