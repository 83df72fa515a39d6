// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace scnnsim {

/// Labels that tell runs apart: their folders' names; where two have the same, the places as given; where
/// even those are the same, also their numbers. `names` and `places` have one text per run.
std::vector<std::string> run_labels(std::vector<std::string> names, const std::vector<std::string>& places);

}  // namespace scnnsim
