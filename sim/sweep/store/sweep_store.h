// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/sweep/plan/sweep_point.h"

namespace scnnsim {

/// The points of a sweep and their results, for reading; a sweep may be writing meanwhile. See README.md for
/// the tables.
class SweepStore {
 public:
  /// `place` is a store or the folder that holds it: see store_file(). Throws UserError when it is missing,
  /// no store, or of another version. What is read is checked against its checksum; a damaged row is a
  /// UserError.
  static SweepStore open_read(const std::filesystem::path& place);

  /// Every point of the sweep file, in its order, totals included, layers not: 100,000 take about a second.
  std::vector<SweepPoint> points(EnergyDetail detail = EnergyDetail::components) const;
  /// The layers of a point that is done, in the trace's order, `counters` left out; empty for other points.
  std::vector<LayerResult> layers(const std::string& key) const;
  /// Calls visit for every point in order, with its layers, without having all of them in memory.
  void for_each_point(const std::function<void(const SweepPoint& point,
                                               const std::vector<LayerResult>& layers)>& visit) const;
  /// Reads all of the file. Throws UserError if it is not what was written. Returns whether it has checksums,
  /// without which a changed figure may pass: a store of an older program gets them when something is
  /// written.
  bool check() const;
  /// Names of all axes, in the order of the sweep file.
  std::vector<std::string> axis_names() const;
  /// Text of the sweep file.
  std::string sweep_text() const;
  /// The configuration before the axes, as YAML.
  std::string config_text() const;
  /// Cost (point_cost) that a worker simulated per second; 0 if no point is done.
  double rate() const;
  std::string program() const;          ///< version that the points were planned by
  std::uint64_t points_in_all() const;  ///< of the sweep, also those that this store, of a shard, has not
  /// "fifo_depth": the folder's name, or the file's if it has another name than store_file_name.
  const std::string& label() const { return label_; }

 private:
  explicit SweepStore(const std::filesystem::path& file);
  std::string note(const std::string& name) const;

  std::string label_;
  SQLite::Database database_;
};

}  // namespace scnnsim
