// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/tables/table.h"
#include "traces/trace.h"

namespace scnnsim {

/// How the non-zero activations of each layer lie: a row per layer, with the statistics of traces/statistics/
/// and the parameters of the pattern `correlated` that fit them. What is undefined for a layer is null.
/// Throws UserError.
Table activation_statistics_table(const Trace& trace);

/// What the columns mean, for people.
std::string activation_statistics_legend();

}  // namespace scnnsim
