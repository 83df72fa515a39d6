// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/granularity/scratch_folder.h"

#include <fmt/format.h>
#include <stdlib.h>  // mkdtemp

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "traces/support/error.h"

namespace scnnsim {

ScratchFolder::ScratchFolder() {
  const char* const chosen = std::getenv("TMPDIR");
  const std::filesystem::path place = chosen != nullptr && *chosen != '\0' ? chosen : "/tmp";
  std::string name = (place / "scnnsim-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    throw UserError(fmt::format(
        "{}: no folder can be made there: {}; set TMPDIR to one that can be written, or give --out",
        place.string(), std::generic_category().message(errno)));
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace scnnsim
