// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/granularity-study/layer_densities.h"
#include "tools/granularity-study/network.h"
#include "tools/granularity-study/study_plan.h"

namespace scnnsim {

/// What was measured at a point.
struct PointResult {
  double top1;
  std::int64_t weights_left;
  double seconds;                                               ///< of processor time
  std::vector<std::pair<std::string, double>> layer_densities;  ///< of the layers that are pruned
};

/// The folder of a study. A file is written beside its place and renamed, and a point's result last of its
/// files, so a study that was stopped continues with the first point without a result.
///
/// | file | what |
/// |---|---|
/// | settings.txt | the schedule |
/// | points/NAME.json | a result |
/// | models/NAME.pt | the trained network, from which the next density is retrained |
/// | scans/NAME.json | a sensitivity scan |
/// | traces/NAME/float, int8 | the trace of a point |
/// | results.csv, NET-RULE.csv | results of all points, and of one network and rule |
/// | layers.csv | densities of the layers |
/// | NET-RULE-layers.csv | what is left of the layers: see live_layers.h |
class StudyStore {
 public:
  /// Opens or creates the folder. Throws UserError when it holds other files, or a study with other settings.
  StudyStore(std::filesystem::path folder, const std::string& settings);

  bool has(const TrainingPoint& point) const;
  void keep(const TrainingPoint& point, const PointResult& result) const;

  void load_model(const TrainingPoint& point, TrainedNet& network) const;
  void keep_model(const TrainingPoint& point, const TrainedNet& network) const;

  std::optional<SensitivityScan> find_scan(const TrainingPoint& point) const;
  void keep_scan(const TrainingPoint& point, const SensitivityScan& scan) const;

  std::filesystem::path trace_folder(const TrainingPoint& point) const;
  /// Writes the tables of all results in the folder.
  void write_tables() const;
  /// Writes NET-RULE-layers.csv of all traces in the folder.
  void write_live_layers() const;

 private:
  std::filesystem::path folder_;
};

}  // namespace scnnsim
