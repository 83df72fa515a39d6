// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace scnnsim {

/// Throws UserError, which begins with `where`, if `file` is a folder, device, pipe or the like, which a file
/// would take the place of.
void require_regular(const std::string& where, const std::filesystem::path& file);

/// Throws UserError as require_regular(), or if `file` exists and begins with none of `beginnings`: it is
/// not an older `what`, but somebody's data, which is not to be replaced. An empty file may be.
void require_replaceable(const std::string& where, const std::filesystem::path& file, std::string_view what,
                         const std::vector<std::string_view>& beginnings);

/// Throws UserError, which begins with `where`, if `file`, by whatever name or link, is one of the inputs: a
/// place of `places`, what is read beside it (run.json, the journal of a store), or, of a place that is a
/// folder, any file in it that begins with none of `beginnings`, those of older outputs.
void require_no_input(const std::string& where, const std::filesystem::path& file,
                      const std::vector<std::string>& places,
                      const std::vector<std::string_view>& beginnings);

}  // namespace scnnsim
