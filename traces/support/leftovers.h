// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

namespace scnnsim {

/// Removes what killed processes left beside the place of a file or folder: the temporaries of FileWriter and
/// TemporaryFolder, by their names, whose process no longer lives. Returns those that may be left over and
/// cannot be removed, in order: where the file system has no locks, nobody can tell whether a process on
/// another machine is still at work.
std::vector<std::filesystem::path> remove_leftovers(const std::filesystem::path& place);

}  // namespace scnnsim
