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

}  // namespace scnnsim
