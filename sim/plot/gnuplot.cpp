// SPDX-License-Identifier: Apache-2.0
#include "sim/plot/gnuplot.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "traces/support/files.h"

namespace scnnsim {
namespace {

constexpr const char* not_installed = "gnuplot is not installed";

/// Runs `gnuplot script` in `folder`, silently. Returns what went wrong, or nothing.
std::string run_gnuplot(const std::filesystem::path& folder, const std::string& script) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
  std::string name = "gnuplot", file = script;
  char* arguments[] = {name.data(), file.data(), nullptr};
  pid_t process = -1;
  const int error = posix_spawnp(&process, "gnuplot", &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error == ENOENT) return not_installed;
  if (error != 0) return fmt::format("gnuplot cannot be started: {}", std::strerror(error));
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
  return status == 0 ? "" : fmt::format("gnuplot fails on {}", script);
}

}  // namespace

std::string gnuplot_quote(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '_' || c == '^' || c == '{' || c == '}' || c == '@' || c == '&' || c == '~') quoted += "\\\\";
    quoted += c;
  }
  return quoted + "\"";
}

std::string gnuplot_string(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string gnuplot_script(const Plot& plot, PlotFormat format) {
  const std::string terminal =
      format == PlotFormat::svg
          ? fmt::format("svg size {},{} font \"sans-serif,13\" background \"white\"", plot.width, plot.height)
          : fmt::format("pdfcairo size {:.2f}in,{:.2f}in font \"sans-serif,13\" background \"white\"",
                        plot.width / 100.0, plot.height / 100.0);
  return fmt::format(
      "# Draws {0}.{1} from {0}.csv: gnuplot {0}.gp\n"
      "set terminal {2}\n"
      "set output \"{0}.{1}\"\n"
      "set datafile separator \",\"\n"
      "{3}",
      plot.name, to_string(format), terminal, plot.script);
}

std::string draw(const std::filesystem::path& folder, const Plot& plot, PlotFormat format) {
  const std::string script = plot.name + ".gp";
  write_file(folder / (plot.name + ".csv"), plot.data);
  write_file(folder / script, gnuplot_script(plot, format));
  std::string problem = run_gnuplot(folder, script);
  std::error_code ignored;
  if (!problem.empty())  // half of it
    std::filesystem::remove(folder / fmt::format("{}.{}", plot.name, to_string(format)), ignored);
  return problem;
}

std::string draw_all(const std::filesystem::path& folder, const std::vector<Plot>& plots) {
  std::string names, problem;
  for (const Plot& plot : plots) {
    const std::string one = draw(folder, plot);
    if (one.empty()) continue;
    problem = one;
    names += (names.empty() ? "" : ", ") + plot.name + ".svg";
  }
  if (names.empty()) return "";
  return fmt::format("not drawn: {}: {}; the data and scripts are there (.csv, .gp)", names, problem);
}

}  // namespace scnnsim
