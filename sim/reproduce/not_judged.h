// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/reproduce/compare.h"
#include "sim/tables/table.h"

namespace scnnsim {

/// Targets of the published data that a run did not judge because it simulated a part of the rows only: the
/// caption counts the rows' own targets, each row is an aggregate. Nothing after a full run.
std::optional<Table> not_judged_table(const PublishedData& published,
                                      const std::vector<ComparedFigure>& figures);

}  // namespace scnnsim
