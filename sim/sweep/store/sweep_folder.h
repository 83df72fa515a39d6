// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace scnnsim {

/// Name of the copy of the sweep file in a sweep's folder.
inline constexpr const char* sweep_copy_name = "sweep.yaml";

/// Makes a sweep's folder, or checks that an existing one is empty or a sweep's. Throws UserError.
void open_sweep_folder(const std::filesystem::path& folder);

}  // namespace scnnsim
