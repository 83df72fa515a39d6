// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/tables/table.h"

namespace scnnsim {

/// A row per layer and architecture instead of one per run: numbers are means over the runs that have the
/// row, each followed by its spread, largest less smallest. `runs` counts these. A text stays where all runs
/// agree on it. The first `identity` columns of `rows` tell rows apart.
Table mean_over_runs(const Table& rows, std::size_t identity);

}  // namespace scnnsim
