// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace scnnsim {

/// One file of the table that embed_files.cmake generates.
struct EmbeddedFile {
  std::string_view path, text;
};
extern const EmbeddedFile embedded_table[];  ///< sorted by path
extern const std::size_t embedded_table_size;

/// Text of a file of configs/ that was compiled into the program (embed_files.cmake), by its path below
/// configs/, for example "networks/vgg16.yaml"; nothing when there is none.
std::optional<std::string_view> embedded_file(std::string_view path);

/// Paths below configs/ of the compiled-in files of a folder ("networks"), sorted.
std::vector<std::string_view> embedded_files(std::string_view folder);

}  // namespace scnnsim
