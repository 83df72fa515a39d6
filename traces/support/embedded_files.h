// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace scnnsim {

/// Text of a file of configs/ that was compiled into the program (embed_files.cmake), by its path below
/// configs/, for example "networks/vgg16.yaml"; nothing when there is none.
std::optional<std::string_view> embedded_file(std::string_view path);

/// Paths below configs/ of the compiled-in files of a folder ("networks"), sorted.
std::vector<std::string_view> embedded_files(std::string_view folder);

}  // namespace scnnsim
