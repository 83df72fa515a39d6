// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/sweep_store.h"

#include <fmt/format.h>

#include <string_view>
#include <system_error>
#include <unordered_map>

#include "sim/results/json_parse.h"
#include "sim/results/json_values.h"
#include "sim/run/name_errors.h"
#include "sim/sweep/store/flat_json.h"
#include "sim/sweep/store/store_schema.h"
#include "traces/support/error.h"
#include "traces/support/scalar.h"

namespace scnnsim {

namespace fs = std::filesystem;

namespace {

/// Layers of points, in order; read by layer_of.
std::string layer_query(const std::string& condition) {
  return fmt::format(
      "SELECT p.number, p.network, p.architecture, {} FROM points p JOIN results r ON r.key = p.key JOIN "
      "layers l ON l.result = r.id {} ORDER BY p.number, l.position",
      FigureColumns::of_layers().names("l."), condition);
}

LayerResult layer_of(const Statement& row, const std::string& file) {
  LayerResult layer = FigureColumns::of_layers().read(row, 3, {file, row.count(0)});
  layer.network = row.text(1);
  layer.architecture = row.text(2);
  return layer;
}

/// The points without results, in order.
std::vector<SweepPoint> planned_points(const Database& database) {
  std::vector<SweepPoint> points;
  points.reserve(database.count("SELECT count(*) FROM points"));
  Statement rows = database.prepare(
      "SELECT number, key, axes, network, architecture, area_mm2 FROM points ORDER BY number");
  while (rows.step()) {
    SweepPoint& point = points.emplace_back();
    point.number = rows.count(0);
    point.key = rows.view(1);
    point.axes = texts_of_json(rows.view(2), {database.file(), point.number});
    point.network = rows.view(3);
    point.architecture = rows.view(4);
    point.area_mm2 = rows.number(5);
  }
  return points;
}

/// Reads results in the order in which they lie: joined by their keys in SQL, each would be looked up.
void add_results(const Database& database, EnergyDetail detail, std::vector<SweepPoint>& points) {
  std::unordered_map<std::string_view, SweepPoint*> of_key;
  of_key.reserve(points.size());
  for (SweepPoint& point : points) of_key.emplace(point.key, &point);
  const FigureColumns& figures = FigureColumns::of_totals();
  Statement rows =
      database.prepare("SELECT key, status, reason, " + figures.names_read(detail) + " FROM results");
  while (rows.step()) {
    const auto found = of_key.find(rows.view(0));
    if (found == of_key.end()) continue;  // of a point that is no longer in the sweep file
    SweepPoint& point = *found->second;
    point.status = from_string<PointStatus>(rows.view(1)).value_or(PointStatus::failed);
    point.reason = rows.view(2);
    if (point.status != PointStatus::done) continue;
    point.total = figures.read(rows, 3, {database.file(), point.number}, detail);
    point.total->layer = "total";
    point.total->network = point.network;
    point.total->architecture = point.architecture;
  }
}

}  // namespace

fs::path store_file(const fs::path& place) {
  std::error_code error;
  const fs::path file = fs::is_directory(place, error) ? place / store_file_name : place;
  const fs::file_type type = fs::status(file, error).type();
  if (type == fs::file_type::not_found)
    throw UserError(fmt::format("{}: file does not exist", file.string()));
  if (type == fs::file_type::none)
    throw UserError(fmt::format("{}: cannot be opened: {}", file.string(), error.message()));
  return file;
}

bool is_sweep_store(const fs::path& place) {
  std::error_code error;
  if (fs::is_directory(place, error)) return fs::exists(place / store_file_name, error);
  return place.extension() == fs::path(store_file_name).extension() && fs::exists(place, error);
}

SweepStore SweepStore::open_read(const fs::path& place) {
  return SweepStore(store_file(place));
}

SweepStore::SweepStore(const fs::path& file)
    : database_(std::make_unique<Database>(file, Database::Mode::read)) {
  const fs::path whole = fs::absolute(file).lexically_normal();
  label_ = (whole.filename() == store_file_name ? whole.parent_path().filename() : whole.stem()).string();
  check_store(*database_);
}

SweepStore::SweepStore(SweepStore&&) noexcept = default;
SweepStore::~SweepStore() = default;

std::vector<SweepPoint> SweepStore::points(EnergyDetail detail) const {
  std::vector<SweepPoint> points = planned_points(*database_);
  add_results(*database_, detail, points);
  return points;
}

std::vector<LayerResult> SweepStore::layers(const std::string& key) const {
  Statement rows = database_->prepare(layer_query("WHERE p.key = ?"));
  rows.bind(std::string_view(key));
  std::vector<LayerResult> layers;
  while (rows.step()) layers.push_back(layer_of(rows, database_->file()));
  return layers;
}

void SweepStore::for_each_point(
    const std::function<void(const SweepPoint&, const std::vector<LayerResult>&)>& visit) const {
  Statement rows = database_->prepare(layer_query(""));
  bool more = rows.step();
  for (const SweepPoint& point : points()) {
    std::vector<LayerResult> layers;
    for (; more && rows.count(0) == point.number; more = rows.step())
      layers.push_back(layer_of(rows, database_->file()));
    visit(point, layers);
  }
}

std::vector<std::string> SweepStore::axis_names() const {
  std::vector<std::string> names;
  for (const auto& name : parse_json(read_note(*database_, "axes"), database_->file()))
    names.push_back(name_errors(database_->file() + ": axes", [&] { return json_to_text(name); }));
  return names;
}

std::string SweepStore::sweep_text() const {
  return read_note(*database_, "sweep");
}

std::string SweepStore::config_text() const {
  return read_note(*database_, "config");
}

double SweepStore::rate() const {
  Statement row = database_->prepare("SELECT sum(cost), sum(seconds) FROM attempts WHERE status = 'done'");
  return row.step() && row.number(1) > 0 ? row.number(0) / row.number(1) : 0;
}

std::string SweepStore::program() const {
  return read_note(*database_, "program");
}

std::uint64_t SweepStore::points_in_all() const {
  return parse_scalar<std::uint64_t>(read_note(*database_, "points_in_all"), database_->file());
}

}  // namespace scnnsim
