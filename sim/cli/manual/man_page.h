// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/cli/manual/catalog.h"

namespace scnnsim {

/// "scnnsim-trace-prune"
std::string page_name(const std::vector<std::string>& words);

/// A page of section 1 for man(1). `version` stands at its foot.
std::string man_page(const CatalogEntry& command, const std::string& version);

}  // namespace scnnsim
