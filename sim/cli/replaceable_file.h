// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace scnnsim {

/// Throws UserError, which begins with `where`, if `file` exists and begins with none of `beginnings`: it is
/// not an older `what`, but somebody's data, which is not to be replaced. An empty file may be.
void require_replaceable(const std::string& where, const std::filesystem::path& file, std::string_view what,
                         const std::vector<std::string_view>& beginnings);

}  // namespace scnnsim
