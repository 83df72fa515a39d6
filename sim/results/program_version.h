// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace scnnsim {

/// "0.1.0", or "0.1.0 (v0.1.0-3-g1a2b3c4-dirty)" when built from a git checkout.
std::string program_version();

}  // namespace scnnsim
