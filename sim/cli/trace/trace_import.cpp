// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "sim/cli/commands.h"
#include "sim/cli/trace/import_options.h"
#include "traces/support/error.h"

namespace scnnsim {

namespace {

namespace fs = std::filesystem;

constexpr const char* importer = "scnnsim-import";

/// The importer beside this program, or where packages keep helpers.
fs::path find_importer() {
  std::error_code error;
  const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const fs::path& place : {folder / importer, folder / "../libexec/scnnsim" / importer})
    if (::access(place.c_str(), X_OK) == 0) return place;
  throw UserError(
      fmt::format("scnnsim trace import: the program {} is not beside scnnsim ({}); these two commands build "
                  "it:\n  tools/setup import\n  tools/build --program --importer",
                  importer, folder.string()));
}

}  // namespace

int trace_import(const std::vector<std::string>& arguments) {
  CommandLine options = options_of_import();
  if (!options.parse(arguments)) return 0;
  const fs::path program = find_importer();
  std::vector<std::string> texts = arguments;
  std::vector<char*> argv{const_cast<char*>(importer)};
  for (std::string& text : texts) argv.push_back(text.data());
  argv.push_back(nullptr);
  ::execv(program.c_str(), argv.data());
  throw UserError(fmt::format("{}: cannot be started: {}", program.string(), std::strerror(errno)));
}

}  // namespace scnnsim
