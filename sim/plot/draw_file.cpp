// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sim/plot/gnuplot.h"
#include "traces/support/error.h"
#include "traces/support/temporary_folder.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;

/// Removed at the end.
TemporaryFolder folder_beside(const fs::path& file) {
  const fs::path place = fs::absolute(file);
  try {
    return TemporaryFolder(place);
  } catch (const fs::filesystem_error& error) {
    throw UserError(fmt::format("{}: cannot be written: {}", file.string(), error.code().message()));
  }
}

}  // namespace

void draw_file(const fs::path& file, const Plot& plot, PlotFormat format) {
  if (fs::is_directory(file)) throw UserError(file.string() + ": is a folder, expected the name of a file");
  const TemporaryFolder folder = folder_beside(file);
  const std::string problem = draw(folder.path(), plot, format);
  if (problem.find("not installed") != std::string::npos)
    throw UserError(problem + ": plots need it; on Debian install the package gnuplot-nox");
  if (!problem.empty()) throw SimulationError(fmt::format("{}: not drawn: {}", file.string(), problem));
  std::error_code error;
  fs::rename(folder.path() / fmt::format("{}.{}", plot.name, to_string(format)), file, error);
  if (error) throw UserError(fmt::format("{}: cannot be written: {}", file.string(), error.message()));
}

}  // namespace scnnsim
