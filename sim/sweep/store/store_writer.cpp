// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/store_writer.h"

#include <fmt/format.h>

#include <system_error>
#include <tuple>

#include "sim/results/program_version.h"
#include "sim/sweep/store/store_schema.h"
#include "sim/sweep/store/sweep_store.h"
#include "traces/support/error.h"

namespace scnnsim {

using Json = nlohmann::ordered_json;

namespace {

std::string axes_json(const AxisValues& axes) {
  Json json = Json::object();
  for (const auto& [name, value] : axes) json.push_back({name, value});
  return json.dump();
}

/// A zero total for points that have none.
LayerResult total_or_nothing(const PointOutcome& outcome) {
  return outcome.layers.empty() ? LayerResult() : total_of(outcome.layers);
}

[[noreturn]] void refuse_other_sweep(const std::filesystem::path& store, const std::string& merged) {
  throw UserError(
      fmt::format("{}: not of the sweep in {}: its sweep file, traces or program version are others",
                  store.string(), merged));
}

/// The sweep that a store is of, a checksum; empty where nothing has been written yet. Throws UserError when
/// it is no store or cannot be read as a whole.
std::string plan_in(const std::filesystem::path& store) {
  const Database database(store, Database::Mode::read);
  if (is_empty_store(database)) return "";
  check_store(database);
  Statement check = database.prepare("PRAGMA quick_check(1)");
  if (check.step() && check.text(0) != "ok")
    throw UserError(
        fmt::format("{}: the file is damaged: {}; restore a copy of it, or delete it and run its "
                    "shard again",
                    store.string(), check.text(0)));
  return read_note(database, "plan");
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
    : lock_(folder / lock_file_name), database_(folder / store_file_name, Database::Mode::write) {
  // The log survives the death of the program, and is checkpointed with a sync against that of the machine.
  database_.execute("PRAGMA journal_mode = WAL");
  database_.execute("PRAGMA synchronous = NORMAL");
  if (is_empty_store(database_)) create_store(database_);
  check_store(database_);
}

StoreWriter::~StoreWriter() {
  try {
    // One file again, readable also from a read-only or network file system.
    database_.execute("PRAGMA busy_timeout = 0");
    database_.execute("PRAGMA journal_mode = DELETE");
  } catch (const UserError&) {  // somebody reads
  }
}

void StoreWriter::set_plan(const StoredPlan& plan) {
  Transaction transaction(database_);
  database_.execute("DELETE FROM points");
  Statement insert = database_.prepare("INSERT INTO points VALUES (?, ?, ?, ?, ?, ?)");
  for (const SweepPoint& point : plan.points)
    insert.bind(point.number)
        .bind(std::string_view(point.key))
        .bind(std::string_view(axes_json(point.axes)))
        .bind(std::string_view(point.network))
        .bind(std::string_view(point.architecture))
        .bind(point.area_mm2)
        .run();
  write_note(database_, "axes", Json(plan.axis_names).dump());
  write_note(database_, "sweep", plan.sweep_text);
  write_note(database_, "config", plan.config);
  write_note(database_, "points_in_all", std::to_string(plan.points_in_all));
  write_note(database_, "plan", plan.checksum);
  write_note(database_, "program", program_version());
  transaction.commit();
}

void StoreWriter::merge(const std::filesystem::path& store) {
  {
    const Database other(store, Database::Mode::read);
    if (is_empty_store(other)) return;  // of a sweep that was killed as it began
    check_store(other);
    const std::string plan = read_note(database_, "plan"), other_plan = read_note(other, "plan");
    if (other_plan.empty()) return;
    if (!plan.empty() && plan != other_plan) refuse_other_sweep(store, database_.file());
  }
  database_.prepare("ATTACH ? AS other").bind(std::string_view(store.string())).run();
  {
    Transaction transaction(database_);
    const std::string totals = FigureColumns::of_totals().names(),
                      figures = FigureColumns::of_layers().names();
    database_.execute("INSERT OR REPLACE INTO notes SELECT * FROM other.notes");
    database_.execute("INSERT OR IGNORE INTO points SELECT * FROM other.points");
    database_.execute(
        "DELETE FROM results WHERE status = 'failed' AND key IN (SELECT key FROM other.results)");
    // Only what is new has layers to bring.
    database_.execute(
        "CREATE TEMP TABLE fresh AS SELECT id, key FROM other.results WHERE key NOT IN (SELECT key FROM "
        "main.results)");
    database_.execute(
        fmt::format("INSERT INTO results (key, status, reason, {0}) SELECT key, status, reason, {0} FROM "
                    "other.results WHERE key IN (SELECT key FROM fresh) ORDER BY id",
                    totals));
    database_.execute(
        fmt::format("INSERT INTO layers (result, position, {0}) SELECT r.id, l.position, {1} FROM fresh f "
                    "JOIN other.layers l ON l.result = f.id JOIN main.results r ON r.key = f.key",
                    figures, FigureColumns::of_layers().names("l.")));
    database_.execute("INSERT INTO attempts SELECT * FROM other.attempts EXCEPT SELECT * FROM main.attempts");
    database_.execute("DROP TABLE fresh");
    transaction.commit();
  }
  database_.execute("DETACH other");
}

std::unordered_map<std::string, PointStatus> StoreWriter::statuses() const {
  std::unordered_map<std::string, PointStatus> statuses;
  Statement rows = database_.prepare("SELECT key, status FROM results");
  while (rows.step())
    statuses[rows.text(0)] = from_string<PointStatus>(rows.text(1)).value_or(PointStatus::failed);
  return statuses;
}

void StoreWriter::insert_attempt(const std::string& key, const PointOutcome& outcome, double cost) {
  database_.prepare("INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?)")
      .bind(std::string_view(key))
      .bind(to_string(outcome.status))
      .bind(outcome.seconds)
      .bind(cost)
      .bind(std::string_view(outcome.reason))
      .bind(std::string_view(outcome.stderr_text))
      .run();
}

void StoreWriter::record_attempt(const std::string& key, const PointOutcome& outcome, double cost) {
  insert_attempt(key, outcome, cost);
}

void StoreWriter::record(const std::string& key, const PointOutcome& outcome, double cost) {
  const FigureColumns &totals = FigureColumns::of_totals(), &figures = FigureColumns::of_layers();
  Transaction transaction(database_);
  insert_attempt(key, outcome, cost);
  Statement result = database_.prepare(fmt::format(
      "INSERT OR REPLACE INTO results (key, status, reason, {}) VALUES (?, ?, ?, {}) RETURNING id",
      totals.names(), totals.parameters()));
  result.bind(std::string_view(key)).bind(to_string(outcome.status)).bind(std::string_view(outcome.reason));
  totals.bind(result, total_or_nothing(outcome));
  result.step();
  const std::uint64_t id = result.count(0);
  result.run();
  Statement insert = database_.prepare(fmt::format(
      "INSERT INTO layers (result, position, {}) VALUES (?, ?, {})", figures.names(), figures.parameters()));
  for (std::size_t i = 0; i < outcome.layers.size(); ++i) {
    insert.bind(id).bind(std::uint64_t{i});
    figures.bind(insert, outcome.layers[i]);
    insert.run();
  }
  transaction.commit();
}

}  // namespace scnnsim
