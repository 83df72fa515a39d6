// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace scnnsim {

/// One file of the table that embed_files.cmake generates.
struct EmbeddedFile {
  std::string_view path, text;
};
extern const EmbeddedFile embedded_table[];  ///< sorted by path
extern const std::size_t embedded_table_size;

}  // namespace scnnsim
