// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/sweep_store.h"

#include <fmt/format.h>

#include <optional>
#include <unordered_map>
#include <utility>

#include "sim/sweep/store/store_checksums.h"
#include "sim/sweep/store/store_database.h"
#include "sim/sweep/store/store_schema.h"
#include "sim/sweep/store/sweep_folder.h"
#include "sim/text/json.h"
#include "traces/support/checksum.h"
#include "traces/support/error.h"
#include "traces/support/scalar.h"

namespace scnnsim {

namespace fs = std::filesystem;

namespace {

/// SQL for the layers of points, in order; layer_of() reads its rows.
std::string layer_query(const std::string& condition) {
  return fmt::format(
      "SELECT p.number, p.network, p.architecture, {} FROM points p JOIN results r ON r.key = p.key JOIN "
      "layers l ON l.result = r.id {} ORDER BY p.number, l.position",
      layer_row_columns("l."), condition);
}

constexpr int position_column = 3;  ///< of the layer's own columns, the first

LayerResult layer_of(SQLite::Statement& row, const std::string& file) {
  const auto point = static_cast<std::uint64_t>(row.getColumn(0).getInt64());
  LayerResult layer = FigureColumns::of_layers().read(row, position_column + 1, {file, point});
  layer.network = row.getColumn(1).getString();
  layer.architecture = row.getColumn(2).getString();
  return layer;
}

/// The points without results, in order.
std::vector<SweepPoint> planned_points(const SQLite::Database& database) {
  std::vector<SweepPoint> points;
  for_each_point_row(database, [&](SQLite::Statement& row) {
    SweepPoint& point = points.emplace_back();
    point.number = static_cast<std::uint64_t>(row.getColumn(0).getInt64());
    point.key = row.getColumn(1).getString();
    point.axes = axes_from_json(row.getColumn(2).getString(), {database.getFilename(), point.number});
    point.network = row.getColumn(3).getString();
    point.architecture = row.getColumn(4).getString();
    point.area_mm2 = row.getColumn(5).getDouble();
  });
  return points;
}

/// Points with their results, and the checksum of the layers of each.
struct StoredPoints {
  std::vector<SweepPoint> points;
  std::unordered_map<std::string, std::string> layer_sums;  ///< by key; none in stores without checksums
};

/// Adds the results, read in the order in which they are stored: a join by key in SQL would look each one up.
void add_results(const SQLite::Database& database, EnergyDetail detail, StoredPoints& stored) {
  std::unordered_map<std::string, SweepPoint*> of_key;
  of_key.reserve(stored.points.size());
  for (SweepPoint& point : stored.points) of_key.emplace(point.key, &point);
  const FigureColumns& figures = FigureColumns::of_totals();
  const bool has_sums = has_checksums(database);
  for_each_result(database, [&](SQLite::Statement& row) {
    const std::string key = row.getColumn(0).getString();
    const auto found = of_key.find(key);
    if (found == of_key.end()) return;  // its point is no longer in the sweep file
    SweepPoint& point = *found->second;
    point.status = from_string<PointStatus>(row.getColumn(1).getText()).value_or(PointStatus::failed);
    point.reason = row.getColumn(2).getString();
    if (has_sums) stored.layer_sums[key] = row.getColumn(3 + figures.count()).getString();
    if (point.status != PointStatus::done) return;
    point.total = figures.read(row, 3, {database.getFilename(), point.number}, detail);
    point.total->layer = "total";
    point.total->network = point.network;
    point.total->architecture = point.architecture;
  });
}

StoredPoints stored_points(const SQLite::Database& database, EnergyDetail detail) {
  StoredPoints stored{planned_points(database), {}};
  add_results(database, detail, stored);
  return stored;
}

/// The checksum of the layers of a result, if there is one.
std::optional<std::string> layer_sum(const SQLite::Database& database, const std::string& key) {
  if (!has_checksums(database)) return std::nullopt;
  SQLite::Statement row(database, "SELECT layers_checksum FROM results WHERE key = ?");
  row.bind(1, key);
  if (!row.executeStep()) return std::nullopt;
  return row.getColumn(0).getString();
}

/// The layers of a point as they are read, and what they are checked by.
class LayerRows {
 public:
  void add(SQLite::Statement& row, const std::string& file) {
    layers_.push_back(layer_of(row, file));
    cells_ += cells_of(row, position_column, row.getColumnCount() - position_column);
  }
  /// `sum`: of the layers that were written; null if there is none.
  std::vector<LayerResult> take(const std::string& key, const std::string* sum, const std::string& file) {
    if (sum != nullptr && *sum != checksum_of(cells_)) refuse_damage(file, "layers of the result " + key);
    return std::move(layers_);
  }

 private:
  std::vector<LayerResult> layers_;
  std::string cells_;
};

}  // namespace

SweepStore SweepStore::open_read(const fs::path& place) {
  return SweepStore(store_file(place));
}

SweepStore::SweepStore(const fs::path& file) : database_(open_database(file, StoreMode::read)) {
  const fs::path whole = fs::absolute(file).lexically_normal();
  label_ = (whole.filename() == store_file_name ? whole.parent_path().filename() : whole.stem()).string();
  name_store_errors(database_, [this] { check_store(database_); });
}

std::vector<SweepPoint> SweepStore::points(EnergyDetail detail) const {
  return name_store_errors(database_, [&] { return stored_points(database_, detail).points; });
}

std::vector<LayerResult> SweepStore::layers(const std::string& key) const {
  return name_store_errors(database_, [&] {
    SQLite::Statement row(database_, layer_query("WHERE p.key = ?"));
    row.bind(1, key);
    LayerRows rows;
    while (row.executeStep()) rows.add(row, database_.getFilename());
    const std::optional<std::string> sum = layer_sum(database_, key);
    return rows.take(key, sum ? &*sum : nullptr, database_.getFilename());
  });
}

void SweepStore::for_each_point(
    const std::function<void(const SweepPoint&, const std::vector<LayerResult>&)>& visit) const {
  name_store_errors(database_, [&] {
    const std::string& file = database_.getFilename();
    SQLite::Statement row(database_, layer_query(""));
    bool more = row.executeStep();
    const StoredPoints stored = stored_points(database_, EnergyDetail::components);
    for (const SweepPoint& point : stored.points) {
      const auto is_of_point = [&] {
        return static_cast<std::uint64_t>(row.getColumn(0).getInt64()) == point.number;
      };
      LayerRows rows;
      for (; more && is_of_point(); more = row.executeStep()) rows.add(row, file);
      const auto sum = stored.layer_sums.find(point.key);
      visit(point, rows.take(point.key, sum == stored.layer_sums.end() ? nullptr : &sum->second, file));
    }
  });
}

bool SweepStore::check() const {
  return name_store_errors(database_, [&] {
    SQLite::Statement structure(database_, "PRAGMA integrity_check(1)");
    structure.executeStep();
    const std::string found = structure.getColumn(0).getString();
    if (found != "ok") refuse_damage(database_.getFilename(), found);
    check_all_rows(database_);
    return has_checksums(database_);
  });
}

std::vector<std::string> SweepStore::axis_names() const {
  std::vector<std::string> names;
  const nlohmann::json axes = parse_json(note("axes"), database_.getFilename());
  for (const nlohmann::json& name : axes) {
    if (!name.is_string())
      throw UserError(database_.getFilename() + ": axes: expected a list of the axes' names");
    names.push_back(name.get<std::string>());
  }
  return names;
}

std::string SweepStore::note(const std::string& name) const {
  return name_store_errors(database_, [&] { return read_note(database_, name); });
}

std::string SweepStore::sweep_text() const {
  return note("sweep");
}

std::string SweepStore::config_text() const {
  return note("config");
}

std::string SweepStore::program() const {
  return note("program");
}

std::uint64_t SweepStore::points_in_all() const {
  return parse_scalar<std::uint64_t>(note("points_in_all"), database_.getFilename());
}

double SweepStore::rate() const {
  return name_store_errors(database_, [&] {
    SQLite::Statement row(database_, "SELECT sum(cost), sum(seconds) FROM attempts WHERE status = 'done'");
    const bool is_known = row.executeStep() && row.getColumn(1).getDouble() > 0;
    return is_known ? row.getColumn(0).getDouble() / row.getColumn(1).getDouble() : 0;
  });
}

}  // namespace scnnsim
