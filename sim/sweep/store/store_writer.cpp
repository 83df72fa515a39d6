// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/store_writer.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>

#include <system_error>
#include <tuple>

#include "sim/results/program_version.h"
#include "sim/sweep/store/store_checksums.h"
#include "sim/sweep/store/store_database.h"
#include "sim/sweep/store/store_schema.h"
#include "traces/support/error.h"

namespace scnnsim {

using Json = nlohmann::ordered_json;

namespace {

/// The total; zeros for points without layers.
LayerResult total_or_nothing(const PointOutcome& outcome) {
  return outcome.layers.empty() ? LayerResult() : total_of(outcome.layers);
}

[[noreturn]] void refuse_other_sweep(const std::filesystem::path& store, const std::string& merged) {
  throw UserError(
      fmt::format("{}: not of the sweep in {}: its sweep file, traces or program version are others",
                  store.string(), merged));
}

/// Checksum of the sweep that a store belongs to; empty for an empty store. Throws UserError when the file is
/// no store or cannot be read as a whole.
std::string plan_in(const std::filesystem::path& store) {
  SQLite::Database database = open_database(store, StoreMode::read);
  return name_store_errors(database, [&]() -> std::string {
    if (is_empty_store(database)) return "";
    check_store(database);
    require_own_columns(database);
    const std::string found = database.execAndGet("PRAGMA quick_check(1)").getString();
    if (found != "ok")
      throw UserError(
          fmt::format("{}: the file is damaged: {}; restore a copy of it, or delete it and run its "
                      "shard again",
                      store.string(), found));
    check_all_rows(database);
    return read_note(database, "plan");
  });
}

/// Adds what the attached database `other` has and this one lacks.
void add_what_is_new(SQLite::Database& database) {
  const std::string totals = FigureColumns::of_totals().names(), figures = FigureColumns::of_layers().names();
  database.exec("INSERT OR REPLACE INTO notes SELECT * FROM other.notes");
  database.exec(
      fmt::format("INSERT OR IGNORE INTO points ({0}) SELECT {0} FROM other.points", point_columns()));
  database.exec("DELETE FROM results WHERE status = 'failed' AND key IN (SELECT key FROM other.results)");
  // Only new results bring their layers.
  database.exec(
      "CREATE TEMP TABLE fresh AS SELECT id, key FROM other.results WHERE key NOT IN (SELECT key FROM "
      "main.results)");
  database.exec(
      fmt::format("INSERT INTO results (key, status, reason, {0}) SELECT key, status, reason, {0} FROM "
                  "other.results WHERE key IN (SELECT key FROM fresh) ORDER BY id",
                  totals));
  database.exec(
      fmt::format("INSERT INTO layers (result, position, {0}) SELECT r.id, l.position, {1} FROM fresh f "
                  "JOIN other.layers l ON l.result = f.id JOIN main.results r ON r.key = f.key",
                  figures, FigureColumns::of_layers().names("l.")));
  database.exec("INSERT INTO attempts SELECT * FROM other.attempts EXCEPT SELECT * FROM main.attempts");
  database.exec("DROP TABLE fresh");
  seal_rows(database);
  seal_notes(database);
}

}  // namespace

void check_mergeable(const std::vector<std::filesystem::path>& stores, const std::filesystem::path& folder) {
  const std::filesystem::path target = folder / store_file_name;
  std::error_code error;
  const bool exists = std::filesystem::exists(target, error);
  std::string plan, planned = target.string();
  if (exists) plan = plan_in(target);
  for (const std::filesystem::path& store : stores) {
    if (exists && std::filesystem::equivalent(store, target, error))
      throw UserError(
          fmt::format("{}: is where the merged sweep goes (--out), and among the stores to merge: leave it "
                      "out of them, what it holds is kept",
                      store.string()));
    const std::string other = plan_in(store);
    if (!plan.empty() && !other.empty() && plan != other) refuse_other_sweep(store, planned);
    if (plan.empty() && !other.empty()) std::tie(plan, planned) = std::pair(other, store.string());
  }
  if (plan.empty())
    throw UserError(
        fmt::format("{}: nothing has been written into this store yet, nor into another one to merge; "
                    "run its sweep first",
                    stores.front().string()));
}

StoreWriter::StoreWriter(const std::filesystem::path& folder)
    : lock_(folder), database_(open_database(folder / store_file_name, StoreMode::write)) {
  name_store_errors(database_, [this] {
    // The log survives a crash of the program; checkpoints are synced, so the store survives one of the
    // machine.
    database_.exec("PRAGMA journal_mode = WAL");
    database_.exec("PRAGMA synchronous = NORMAL");
    if (is_empty_store(database_)) create_store(database_);
    check_store(database_);
    upgrade_store(database_);
  });
}

StoreWriter::~StoreWriter() {
  // Back to a single file, which can be read from a read-only or network file system. Fails while somebody
  // reads.
  database_.tryExec("PRAGMA busy_timeout = 0");
  database_.tryExec("PRAGMA journal_mode = DELETE");
}

void StoreWriter::set_plan(const StoredPlan& plan) {
  name_store_errors(database_, [&] {
    SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
    database_.exec("DELETE FROM points");
    SQLite::Statement insert(
        database_, fmt::format("INSERT INTO points ({}) VALUES (?, ?, ?, ?, ?, ?)", point_columns()));
    for (const SweepPoint& point : plan.points) {
      SQLite::bind(insert, static_cast<std::int64_t>(point.number), point.key, axes_to_json(point.axes),
                   point.network, point.architecture, point.area_mm2);
      insert.exec();
      insert.reset();
    }
    write_note(database_, "axes", Json(plan.axis_names).dump());
    write_note(database_, "sweep", plan.sweep_text);
    write_note(database_, "config", plan.config);
    write_note(database_, "points_in_all", std::to_string(plan.points_in_all));
    write_note(database_, "plan", plan.checksum);
    write_note(database_, "program", program_version());
    seal_rows(database_);
    seal_notes(database_);
    transaction.commit();
  });
}

void StoreWriter::merge(const std::filesystem::path& store) {
  SQLite::Database other = open_database(store, StoreMode::read);
  const bool is_new = name_store_errors(other, [&] {
    if (is_empty_store(other)) return false;  // its sweep was killed as it began
    check_store(other);
    const std::string plan = read_note(database_, "plan"), other_plan = read_note(other, "plan");
    if (!plan.empty() && !other_plan.empty() && plan != other_plan)
      refuse_other_sweep(store, database_.getFilename());
    return !other_plan.empty();
  });
  if (!is_new) return;
  name_store_errors(database_, [&] {
    SQLite::Statement attach(database_, "ATTACH ? AS other");
    attach.bind(1, store.string());
    attach.exec();
    {
      SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
      add_what_is_new(database_);
      transaction.commit();
    }
    database_.exec("DETACH other");
  });
}

std::unordered_map<std::string, PointStatus> StoreWriter::statuses() const {
  return name_store_errors(database_, [&] {
    std::unordered_map<std::string, PointStatus> statuses;
    for_each_result(database_, [&](SQLite::Statement& row) {
      statuses[row.getColumn(0).getString()] =
          from_string<PointStatus>(row.getColumn(1).getText()).value_or(PointStatus::failed);
    });
    return statuses;
  });
}

void StoreWriter::insert_attempt(const std::string& key, const PointOutcome& outcome, double cost) {
  SQLite::Statement insert(database_, "INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?)");
  SQLite::bind(insert, key, std::string(to_string(outcome.status)), outcome.seconds, cost, outcome.reason,
               outcome.stderr_text);
  insert.exec();
}

void StoreWriter::record_attempt(const std::string& key, const PointOutcome& outcome, double cost) {
  name_store_errors(database_, [&] { insert_attempt(key, outcome, cost); });
}

void StoreWriter::record(const std::string& key, const PointOutcome& outcome, double cost) {
  name_store_errors(database_, [&] {
    SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
    insert_attempt(key, outcome, cost);
    insert_result(key, outcome);
    transaction.commit();
  });
}

void StoreWriter::insert_result(const std::string& key, const PointOutcome& outcome) {
  const FigureColumns &totals = FigureColumns::of_totals(), &figures = FigureColumns::of_layers();
  SQLite::Statement result(database_, fmt::format("INSERT OR REPLACE INTO results (key, status, reason, {}) "
                                                  "VALUES (?, ?, ?, {})",
                                                  totals.names(), totals.parameters()));
  SQLite::bind(result, key, std::string(to_string(outcome.status)), outcome.reason);
  totals.bind(result, 4, total_or_nothing(outcome));
  result.exec();
  const std::int64_t id = database_.getLastInsertRowid();
  SQLite::Statement insert(
      database_, fmt::format("INSERT INTO layers (result, position, {}) VALUES (?, ?, {})", figures.names(),
                             figures.parameters()));
  for (std::size_t i = 0; i < outcome.layers.size(); ++i) {
    SQLite::bind(insert, id, static_cast<std::int64_t>(i));
    figures.bind(insert, 3, outcome.layers[i]);
    insert.exec();
    insert.reset();
  }
  seal_result(database_, id);
}

}  // namespace scnnsim
