// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/sweep/report/sweep_columns.h"
#include "sim/tables/table.h"

namespace scnnsim {

struct SweepTableOptions {
  std::optional<std::string> baseline = {};  ///< of ratios: a point's number or AXIS=VALUE
  std::vector<std::string> columns = {};     ///< figures; empty: default ones
  std::string sort_by = {};                  ///< a column of the table; empty: by number
  bool largest_first = false;
};

/// One row per point: number, the axes that differ, figures, and status with the reason where some point is
/// not done. The lowest costs among points of one workload are marked. Throws UserError for an unknown column
/// or baseline.
Table sweep_table(const std::vector<SweepPoint>& points, const std::vector<std::string>& axes,
                  const SweepTableOptions& options);

/// Rows of the points that no other of the same workload (see workload_axes) dominates: smaller in one of the
/// columns (default: cycles, energy_pj, area_mm2) and larger in none. Throws UserError as above, when fewer
/// than two columns are given, and when no point is done.
Table pareto_table(const std::vector<SweepPoint>& points, const std::vector<std::string>& axes,
                   const SweepTableOptions& options);

/// Throws UserError for a figure of which less is not better: texts, rates, utilisation.
void require_costs(const std::vector<SweepColumn>& figures);

/// The points of pareto_table(), in their order. `workload`: axes of which points on one front have the same
/// values.
std::vector<SweepPoint> pareto_points(const std::vector<SweepPoint>& points,
                                      const std::vector<SweepColumn>& columns,
                                      const std::vector<std::string>& workload);

}  // namespace scnnsim
