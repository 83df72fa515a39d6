// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

namespace scnnsim {

/// Tells on stderr of files and folders that a killed process may have left: see remove_leftovers().
void print_leftovers(const std::vector<std::filesystem::path>& leftovers);

/// Removes what killed processes left of these files in a folder, and tells what stays.
void clean_folder(const std::filesystem::path& folder, const std::vector<const char*>& files);

}  // namespace scnnsim
