// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/sweep_store.h"

#include <fmt/format.h>

#include <unordered_map>

#include "sim/sweep/store/store_database.h"
#include "sim/sweep/store/store_schema.h"
#include "sim/sweep/store/sweep_folder.h"
#include "sim/text/read_json.h"
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
      FigureColumns::of_layers().names("l."), condition);
}

LayerResult layer_of(SQLite::Statement& row, const std::string& file) {
  const auto point = static_cast<std::uint64_t>(row.getColumn(0).getInt64());
  LayerResult layer = FigureColumns::of_layers().read(row, 3, {file, point});
  layer.network = row.getColumn(1).getString();
  layer.architecture = row.getColumn(2).getString();
  return layer;
}

/// The points without results, in order.
std::vector<SweepPoint> planned_points(const SQLite::Database& database) {
  std::vector<SweepPoint> points;
  SQLite::Statement row(database,
                        "SELECT number, key, axes, network, architecture, area_mm2 FROM points ORDER BY "
                        "number");
  while (row.executeStep()) {
    SweepPoint& point = points.emplace_back();
    point.number = static_cast<std::uint64_t>(row.getColumn(0).getInt64());
    point.key = row.getColumn(1).getString();
    point.axes = axes_from_json(row.getColumn(2).getString(), {database.getFilename(), point.number});
    point.network = row.getColumn(3).getString();
    point.architecture = row.getColumn(4).getString();
    point.area_mm2 = row.getColumn(5).getDouble();
  }
  return points;
}

/// Adds the results, read in the order in which they are stored: a join by key in SQL would look each one up.
void add_results(const SQLite::Database& database, EnergyDetail detail, std::vector<SweepPoint>& points) {
  std::unordered_map<std::string, SweepPoint*> of_key;
  of_key.reserve(points.size());
  for (SweepPoint& point : points) of_key.emplace(point.key, &point);
  const FigureColumns& figures = FigureColumns::of_totals();
  SQLite::Statement row(database,
                        "SELECT key, status, reason, " + figures.names_read(detail) + " FROM results");
  while (row.executeStep()) {
    const auto found = of_key.find(row.getColumn(0).getString());
    if (found == of_key.end()) continue;  // its point is no longer in the sweep file
    SweepPoint& point = *found->second;
    point.status = from_string<PointStatus>(row.getColumn(1).getText()).value_or(PointStatus::failed);
    point.reason = row.getColumn(2).getString();
    if (point.status != PointStatus::done) continue;
    point.total = figures.read(row, 3, {database.getFilename(), point.number}, detail);
    point.total->layer = "total";
    point.total->network = point.network;
    point.total->architecture = point.architecture;
  }
}

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
  return name_store_errors(database_, [&] {
    std::vector<SweepPoint> points = planned_points(database_);
    add_results(database_, detail, points);
    return points;
  });
}

std::vector<LayerResult> SweepStore::layers(const std::string& key) const {
  return name_store_errors(database_, [&] {
    SQLite::Statement row(database_, layer_query("WHERE p.key = ?"));
    row.bind(1, key);
    std::vector<LayerResult> layers;
    while (row.executeStep()) layers.push_back(layer_of(row, database_.getFilename()));
    return layers;
  });
}

void SweepStore::for_each_point(
    const std::function<void(const SweepPoint&, const std::vector<LayerResult>&)>& visit) const {
  name_store_errors(database_, [&] {
    SQLite::Statement row(database_, layer_query(""));
    bool more = row.executeStep();
    for (const SweepPoint& point : points()) {
      const auto is_of_point = [&] {
        return static_cast<std::uint64_t>(row.getColumn(0).getInt64()) == point.number;
      };
      std::vector<LayerResult> layers;
      for (; more && is_of_point(); more = row.executeStep())
        layers.push_back(layer_of(row, database_.getFilename()));
      visit(point, layers);
    }
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
