// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <cstring>

#include "sim/plot/gnuplot.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;

/// A folder beside a file, removed at the end.
class FolderBeside {
 public:
  explicit FolderBeside(const fs::path& file) {
    std::string pattern = (fs::absolute(file).parent_path() / ".scnnsim-plot-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
      throw UserError(fmt::format("{}: cannot be written: {}", file.string(), std::strerror(errno)));
    path_ = pattern;
  }
  FolderBeside(const FolderBeside&) = delete;
  FolderBeside& operator=(const FolderBeside&) = delete;
  ~FolderBeside() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

void draw_file(const fs::path& file, const Plot& plot, PlotFormat format) {
  if (fs::is_directory(file)) throw UserError(file.string() + ": is a folder, expected the name of a file");
  const FolderBeside folder(file);
  const std::string problem = draw(folder.path(), plot, format);
  if (problem.find("not installed") != std::string::npos)
    throw UserError(problem + ": plots need it; on Debian install the package gnuplot-nox");
  if (!problem.empty()) throw SimulationError(fmt::format("{}: not drawn: {}", file.string(), problem));
  std::error_code error;
  fs::rename(folder.path() / fmt::format("{}.{}", plot.name, to_string(format)), file, error);
  if (error) throw UserError(fmt::format("{}: cannot be written: {}", file.string(), error.message()));
}

}  // namespace scnnsim
