// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/reproduce/compare.h"
#include "sim/tables/table.h"

namespace scnnsim {

/// The published targets that a run did not judge because it simulated only some of the rows: the caption
/// counts the targets of single rows, each row of the table is an aggregate. Nothing after a full run.
std::optional<Table> unjudged_targets(const PublishedData& published,
                                      const std::vector<ComparedFigure>& figures);

}  // namespace scnnsim
