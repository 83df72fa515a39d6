// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/sweep/plan/constraint.h"
#include "sim/sweep/plan/sweep_axes.h"
#include "traces/support/named_file.h"

namespace scnnsim {

/// What a sweep file says: README.md describes it.
struct SweepFile {
  std::string name;                 ///< of the file, for messages
  std::string text;                 ///< its content, with relative_to if it needs one: runs from anywhere
  std::filesystem::path folder;     ///< where relative paths start
  PointSettings base;               ///< of every point, before its axes
  std::vector<std::string> layers;  ///< empty: all
  bool values = true;               ///< compute sums; off: timing and accesses alone
  SweepAxes axes;
  std::vector<Constraint> constraints;

  /// A path in the file as a path from here.
  std::string path(const std::string& relative) const;
};

/// Throws UserError.
SweepFile read_sweep(const NamedText& source);

/// Reads a file, or one of configs/sweeps by its name. Throws UserError.
SweepFile load_sweep(const std::string& name_or_file);

}  // namespace scnnsim
