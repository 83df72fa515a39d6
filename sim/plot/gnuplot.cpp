// SPDX-License-Identifier: Apache-2.0
#include "sim/plot/gnuplot.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <sstream>
#include <string_view>

#include "sim/run/stderr_capture.h"
#include "traces/support/files.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

constexpr const char* not_installed = "gnuplot is not installed";
constexpr std::uint64_t largest_figure = 1 << 30;

/// How a process ended, if not well.
std::string describe_end(int status) {
  if (WIFSIGNALED(status)) return fmt::format("killed by signal {}", WTERMSIG(status));
  return WEXITSTATUS(status) == 0 ? "" : fmt::format("exit status {}", WEXITSTATUS(status));
}

/// The lines that say something, each on a line of its own, indented.
std::string indented(const std::string& messages) {
  constexpr std::size_t most_lines = 12;
  std::string text;
  std::istringstream lines(messages);
  std::size_t count = 0;
  for (std::string line; count < most_lines && std::getline(lines, line);) {
    if (line.find_first_not_of(" ^") == std::string::npos) continue;
    text += "\n  " + line;
    ++count;
  }
  return text;
}

/// Runs `gnuplot script` in `folder`. Returns what went wrong, or nothing.
std::string run_gnuplot(const std::filesystem::path& folder, const std::string& script) {
  StderrCapture messages;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO})
    posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
  posix_spawn_file_actions_adddup2(&actions, messages.descriptor(), STDERR_FILENO);
  std::string name = "gnuplot", file = script;
  char* arguments[] = {name.data(), file.data(), nullptr};
  pid_t process = -1;
  const int error = posix_spawnp(&process, "gnuplot", &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error == ENOENT) return not_installed;
  if (error != 0) return fmt::format("gnuplot cannot be started: {}", std::strerror(error));
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
  const std::string end = describe_end(status);
  if (end.empty()) return "";
  return fmt::format("gnuplot fails on {} ({}){}", script, end, indented(messages.take()));
}

/// gnuplot leaves "]]>" in texts, which XML does not allow there.
void escape_section_ends(std::string& svg) {
  constexpr std::string_view section_end = "]]>", escaped = "]]&gt;";
  for (std::size_t at = 0; (at = svg.find(section_end, at)) != std::string::npos; at += escaped.size())
    svg.replace(at, section_end.size(), escaped);
}

/// Whether the file ends as a whole one does: gnuplot does not tell when the disk is full, or when the shell
/// limits the size of files.
bool is_whole(std::string_view figure, PlotFormat format) {
  const std::string_view end = format == PlotFormat::svg ? "</svg>" : "%%EOF";
  const std::size_t last = figure.find_last_not_of("\r\n");
  return last != std::string_view::npos && last + 1 >= end.size() &&
         figure.substr(last + 1 - end.size(), end.size()) == end;
}

/// Checks and corrects what gnuplot wrote. Returns what is wrong with it, or nothing.
std::string finish_figure(const std::filesystem::path& file, PlotFormat format) {
  std::error_code error;
  std::string figure = std::filesystem::exists(file, error) ? read_file(file, largest_figure) : "";
  if (!is_whole(figure, format)) {
    const std::string limit = file_size_limit();
    return fmt::format("gnuplot did not finish {}; is the disk full{}?", file.filename().string(),
                       limit.empty() ? "" : ", or the figure too large: " + limit);
  }
  if (format == PlotFormat::pdf) return "";
  const std::size_t size = figure.size();
  escape_section_ends(figure);
  if (figure.size() != size) write_file(file, figure);
  return "";
}

}  // namespace

std::string gnuplot_script(const Plot& plot, PlotFormat format) {
  const std::string terminal =
      format == PlotFormat::svg
          ? fmt::format("svg noenhanced dashed size {},{} font \"sans-serif,13\" background \"white\"",
                        plot.width, plot.height)
          : fmt::format(
                "pdfcairo noenhanced dashed size {:.2f}in,{:.2f}in font \"sans-serif,13\" background "
                "\"white\"",
                plot.width / 100.0, plot.height / 100.0);
  return fmt::format(
      "# Draws {0}.{1} from {0}.csv: gnuplot {0}.gp\n"
      "set encoding utf8\n"
      "set terminal {2}\n"
      "set output \"{0}.{1}\"\n"
      "set datafile separator \",\"\n"
      "{3}",
      plot.name, to_string(format), terminal, plot.script);
}

std::string draw(const std::filesystem::path& folder, const Plot& plot, PlotFormat format) {
  const std::string script = plot.name + ".gp";
  const std::filesystem::path figure = folder / fmt::format("{}.{}", plot.name, to_string(format));
  write_file(folder / (plot.name + ".csv"), plot.data);
  write_file(folder / script, gnuplot_script(plot, format));
  std::string problem = run_gnuplot(folder, script);
  if (problem.empty()) problem = finish_figure(figure, format);
  std::error_code ignored;
  if (!problem.empty()) std::filesystem::remove(figure, ignored);  // half of it
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
  return fmt::format("data and scripts are there (.csv, .gp), but not drawn: {}: {}", names, problem);
}

}  // namespace scnnsim
