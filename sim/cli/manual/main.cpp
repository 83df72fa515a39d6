// SPDX-License-Identifier: Apache-2.0
// scnnsim-manual DIR: writes what is installed beside the program and follows from its tables of options:
// DIR/man1 with a page per command, and DIR/completions/scnnsim for bash.
#include <cstdio>
#include <exception>
#include <filesystem>

#include "sim/cli/manual/manual.h"
#include "sim/version.h"
#include "traces/support/files.h"

namespace {

void write_manual(const std::filesystem::path& folder) {
  std::filesystem::remove_all(folder);  // pages of commands that are gone
  std::filesystem::create_directories(folder / "man1");
  std::filesystem::create_directories(folder / "completions");
  const std::vector<scnnsim::CatalogEntry> catalog = scnnsim::command_catalog();
  for (const scnnsim::CatalogEntry& command : catalog)
    scnnsim::write_file(folder / "man1" / (scnnsim::page_name(command.words) + ".1"),
                        scnnsim::man_page(command, SCNNSIM_VERSION));
  scnnsim::write_file(folder / "completions" / "scnnsim", scnnsim::bash_completion(catalog));
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: scnnsim-manual DIR\n", stderr);
    return 2;
  }
  try {
    write_manual(arguments[1]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "scnnsim-manual: %s\n", error.what());
    return 1;
  }
}
