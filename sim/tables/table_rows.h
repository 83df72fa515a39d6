// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/tables/table.h"

namespace scnnsim {

/// Sorts the rows between totals by a column: smallest first, or largest; rows without a value last. `column`
/// may be a short name. Throws UserError when the table has no such column.
void sort_rows(Table& table, const std::string& column, bool largest_first);

/// Leaves the totals alone, without the column `layer` where others tell them apart.
void keep_totals(Table& table);

/// Marks the lowest value of each column that is a cost (see is_cost), among rows that compare: the same
/// network and the same values in the columns `workload`. Nothing is marked where all values are the same.
void mark_lowest(Table& table, const std::vector<std::string>& workload = {});

/// A row per layer and architecture instead of one per run: numbers are means over the runs that have the
/// row, each followed by its spread, largest less smallest. `runs` counts these. A text stays where all runs
/// agree on it. The first `identity` columns of `rows` tell rows apart.
Table mean_over_runs(const Table& rows, std::size_t identity);

/// A row per layer instead of one per run, architecture and layer: a group of columns, named after run and
/// architecture, for each that occurs. The first `identity` columns tell rows apart: run, network and
/// architecture where they differ, and the layer. Layers stand in the order in which they first occur, each
/// network's total after its layers; cells of layers that a run lacks are null.
Table side_by_side(const Table& rows, std::size_t identity);

}  // namespace scnnsim
