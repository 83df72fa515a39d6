// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/replaceable_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "traces/support/error.h"

namespace scnnsim {

void require_replaceable(const std::string& where, const std::filesystem::path& file, std::string_view what,
                         const std::vector<std::string_view>& beginnings) {
  std::ifstream old(file, std::ios::binary);
  if (!old) return;
  std::string begin(64, '\0');
  old.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  begin.resize(static_cast<std::size_t>(old.gcount()));
  const auto is_begun_by = [&](std::string_view text) { return begin.compare(0, text.size(), text) == 0; };
  if (begin.empty() || std::any_of(beginnings.begin(), beginnings.end(), is_begun_by)) return;
  throw UserError(fmt::format("{}: {} exists and is no {}; remove it or choose another name", where,
                              file.string(), what));
}

}  // namespace scnnsim
