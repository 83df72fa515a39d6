// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/sweep/plan/sweep_point.h"
#include "sim/sweep/store/sweep_folder.h"

namespace scnnsim {

/// The outcome of one attempt to run a point.
struct PointOutcome {
  PointStatus status = PointStatus::failed;  ///< done, failed or invalid
  std::string reason;
  std::vector<LayerResult> layers;  ///< when done
  double seconds = 0;
  std::string stderr_text = {};
};

/// A sweep's points and what they have in common.
struct StoredPlan {
  std::vector<SweepPoint> points;  ///< of this store: all, or those of a shard
  std::vector<std::string> axis_names;
  std::string sweep_text;       ///< the sweep file
  std::string config;           ///< YAML of the configuration before the axes
  std::uint64_t points_in_all;  ///< of all shards
  std::string checksum;         ///< of the keys of all points, of all shards
};

/// Whether the stores can be merged into that of a folder, which need not exist: all can be read and are of
/// one sweep, and none is the target. Throws UserError otherwise. Changes nothing.
void check_mergeable(const std::vector<std::filesystem::path>& stores, const std::filesystem::path& folder);

/// The one writer of a store. Every call is committed when it returns, so a later crash loses nothing of it.
/// All calls throw UserError, also for a full disk and for a store of another version.
class StoreWriter {
 public:
  /// Opens the store of a sweep's folder, which must exist, or creates it. Throws UserError when another
  /// process has it open for writing.
  explicit StoreWriter(const std::filesystem::path& folder);
  ~StoreWriter();

  /// Makes these the points of the store. Results of other points stay.
  void set_plan(const StoredPlan& plan);
  /// Adds the points and results of another store of the same sweep. Of a key that both have, the result here
  /// is kept unless it is a failure. An empty store adds nothing. Throws UserError for a store of another
  /// sweep.
  void merge(const std::filesystem::path& store);

  /// Status by key, of the points in the store and others.
  std::unordered_map<std::string, PointStatus> statuses() const;
  /// Records an attempt that will be repeated. `cost`: see point_cost().
  void record_attempt(const std::string& key, const PointOutcome& outcome, double cost);
  /// Records the last attempt and the point's result.
  void record(const std::string& key, const PointOutcome& outcome, double cost);

 private:
  void insert_attempt(const std::string& key, const PointOutcome& outcome, double cost);
  void insert_result(const std::string& key, const PointOutcome& outcome);

  SweepFolderLock lock_;
  SQLite::Database database_;
};

}  // namespace scnnsim
