// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/jobs/job.h"
#include "sim/reproduce/points.h"
#include "sim/sweep/store/store_writer.h"

namespace scnnsim {

/// A job of an experiment and the point that it simulates.
struct PointJob {
  PointKey key;
  Job job;
};

/// Keeps the points that an unfinished experiment has simulated, in the store of a sweep, in a folder beside
/// that of the report: the same experiment goes on from there.
class PointStore {
 public:
  /// "report.partial" for "report".
  static std::filesystem::path folder_for(const std::filesystem::path& report);

  /// Makes the folder, or opens one that an experiment has left. Throws UserError.
  explicit PointStore(std::filesystem::path folder);
  /// Leaves no folder in which there is nothing.
  ~PointStore();
  PointStore(const PointStore&) = delete;
  PointStore& operator=(const PointStore&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  /// Makes these the points of the store, and puts the results of those that were simulated before into
  /// `points`. Returns those that are left.
  std::vector<const PointJob*> take_known(const std::vector<PointJob>& jobs, Points& points);
  /// Committed when it returns.
  void record(const PointJob& job, const JobOutcome& outcome);
  /// Removes the folder: its results are in the report.
  void remove();

 private:
  std::filesystem::path folder_;
  std::unique_ptr<StoreWriter> writer_;
};

}  // namespace scnnsim
