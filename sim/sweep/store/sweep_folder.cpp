// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/sweep_folder.h"

#include <fmt/format.h>

#include "sim/sweep/store/store_writer.h"
#include "sim/sweep/store/sweep_store.h"
#include "traces/support/error.h"

namespace scnnsim {

namespace fs = std::filesystem;

void open_sweep_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) {
    fs::create_directories(folder, error);
    if (error) throw UserError(fmt::format("{}: cannot be made: {}", folder.string(), error.message()));
    return;
  }
  if (!fs::is_directory(folder, error))
    throw UserError(fmt::format("{}: is a file, expected a folder", folder.string()));
  // The first file that a sweep makes: it may have been killed just then.
  const bool is_sweep =
      fs::exists(folder / lock_file_name, error) || fs::exists(folder / store_file_name, error);
  if (!is_sweep && !fs::is_empty(folder, error))
    throw UserError(
        fmt::format("{}: holds something else than a sweep, expected a new or empty folder, or that "
                    "of a sweep to go on with",
                    folder.string()));
}

}  // namespace scnnsim
