// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/leftovers.h"

#include "sim/cli/standard_streams.h"
#include "traces/support/leftovers.h"

namespace scnnsim {

void print_leftovers(const std::vector<std::filesystem::path>& leftovers) {
  for (const std::filesystem::path& one : leftovers)
    print_message("warning: " + one.string() +
                  ": may have been left by a process that was killed; remove it, unless a process on another "
                  "machine is at work there or it holds the only copy of former results");
}

void clean_folder(const std::filesystem::path& folder, const std::vector<const char*>& files) {
  for (const char* file : files) print_leftovers(remove_leftovers(folder / file));
}

}  // namespace scnnsim
