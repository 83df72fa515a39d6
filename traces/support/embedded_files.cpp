// SPDX-License-Identifier: Apache-2.0
#include "traces/support/embedded_files.h"

namespace scnnsim {

std::optional<std::string_view> embedded_file(std::string_view path) {
  for (std::size_t i = 0; i < embedded_table_size; ++i)
    if (embedded_table[i].path == path) return embedded_table[i].text;
  return std::nullopt;
}

std::vector<std::string_view> embedded_files(std::string_view folder) {
  std::vector<std::string_view> paths;
  for (std::size_t i = 0; i < embedded_table_size; ++i) {
    const std::string_view path = embedded_table[i].path;
    if (path.substr(0, folder.size()) == folder && path.substr(folder.size(), 1) == "/")
      paths.push_back(path);
  }
  return paths;
}

}  // namespace scnnsim
