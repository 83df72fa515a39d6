// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/reproduce/compare.h"
#include "sim/tables/table.h"

namespace scnnsim {

/// A figure for people: simulated, spread over seeds, published, deviation, target, verdict; then its
/// aggregates, over all rows and over those of each network.
Table figure_table(const ComparedFigure& figure);

/// Every row of every figure with plain numbers, for CSV and JSON.
Table figure_rows(const std::vector<ComparedFigure>& figures);

/// A line per figure: target, reached, verdict.
Table summary_table(const std::vector<ComparedFigure>& figures);

/// Every row and aggregate that missed its target, or is listed as a miss but met, with its explanation.
Table miss_table(const std::vector<ComparedFigure>& figures);

/// Whether some target was missed that the published data do not list.
bool has_unlisted_miss(const std::vector<ComparedFigure>& figures);

}  // namespace scnnsim
