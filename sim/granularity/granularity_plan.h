// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/common/machine_config.h"
#include "sim/granularity/accuracy_file.h"
#include "sim/sweep/plan/sweep_point.h"

namespace scnnsim {

/// A machine of a comparison: an architecture, with or without merging by grain.
struct StudyMachine {
  std::string architecture;
  bool is_merged = false;

  std::string name() const { return architecture + (is_merged ? ", merged" : ""); }
  auto fields() const { return std::tie(architecture, is_merged); }
  bool operator==(const StudyMachine& other) const { return fields() == other.fields(); }
};

/// A pruned trace on a machine: a point of the sweep underneath.
struct StudyPoint {
  Granularity granularity;
  double density;
  StudyMachine machine;

  /// As an item of a sweep file's `list`.
  std::string as_yaml() const;
  /// The axes that the point has in the store, as text.
  std::string key() const;
};
/// The same of a stored point.
std::string study_key(const AxisValues& axes);

/// A row of the comparison: one point, or one per seed of an accuracy file.
struct StudyRow {
  Granularity granularity;
  StudyMachine machine;
  std::vector<StudyPoint> points;
  bool is_bound = false;  ///< of equal accuracy: a lower density than any measured would be enough
};

/// Rows that compare: at one density, or at one loss of accuracy. The first one is element pruning on the
/// plain SCNN machine, to which the others are relative.
struct StudyGroup {
  std::optional<double> loss;  ///< of equal accuracy, as a share; none: of equal density
  double density = 1;          ///< unless of equal accuracy
  std::vector<StudyRow> rows;
};

/// What `scnnsim granularity` compares.
struct StudyOptions {
  std::string trace;
  std::vector<std::string> layers;
  std::vector<Granularity> granularities;
  std::vector<double> densities;
  std::vector<std::string> architectures;  ///< empty: for each grain the machines that are made for it
  std::vector<double> losses;              ///< with accuracies
  bool values = true;
  MachineConfig config;
};

struct StudyPlan {
  std::vector<StudyGroup> groups;
  std::vector<std::string> notes;  ///< what is left out, and why
};

/// The machines on which a granularity runs by default: SCNN with an index per grain, with and without
/// merging; dcnn_structured for filters and channels, dcnn_nm for n:m.
std::vector<StudyMachine> machines_for(const Granularity& granularity);

/// `accuracies`: null without equal accuracy.
StudyPlan plan_study(const StudyOptions& options, const AccuracyFile* accuracies);

/// The sweep file of all points of a plan. Throws UserError for keys of the configuration that the points
/// set.
std::string sweep_of(const StudyOptions& options, const StudyPlan& plan);

}  // namespace scnnsim
