// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/results/layer_tables.h"

namespace scnnsim {

/// The results at each place, labelled with the folders' names; where two have the same, with the places as
/// given; where even those are the same, also with their numbers. Throws UserError as read_results().
std::vector<LabelledLayers> read_runs(const std::vector<std::string>& places);

}  // namespace scnnsim
