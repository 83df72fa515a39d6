// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "tools/import/model/graph.h"

namespace scnnsim {

/// Reads a .npy file of any shape for an input of the model. Throws UserError.
Value read_numpy(const std::filesystem::path& file, const GraphInput& input);

}  // namespace scnnsim
