// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cli/manual/catalog.h"

namespace scnnsim {

/// A script to be sourced by bash, which completes commands, options and their values.
std::string bash_completion(const std::vector<CatalogEntry>& catalog);

}  // namespace scnnsim
