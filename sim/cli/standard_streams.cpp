// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/standard_streams.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "sim/text/visible.h"
#include "traces/support/leftovers.h"

namespace scnnsim {

void protect_standard_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest free descriptor is this one. Opened the wrong way round, so that its use still fails.
    const int mode = stream == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (open("/dev/null", mode) != stream) std::abort();
  }
}

namespace {

void print_to_stderr(const std::string& line) {
  std::cout.flush();
  std::fflush(stdout);
  std::fputs((line + "\n").c_str(), stderr);
}

}  // namespace

void print_lines(std::string_view text) {
  std::cout << visible_lines(text);
}

void print_line(std::string_view line) {
  std::cout << visible(line) << '\n';
}

void print_message(std::string_view message) {
  print_to_stderr("scnnsim: " + visible_message(message));
}

void print_progress(std::string_view line) {
  print_to_stderr(visible(line));
}

bool standard_output_failed() {
  std::cout.flush();
  const bool flushed = std::fflush(stdout) == 0;
  return !flushed || !std::cout || std::ferror(stdout) != 0;
}

bool nobody_reads_output() {
  pollfd output{STDOUT_FILENO, 0, 0};
  return poll(&output, 1, 0) > 0 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

int end_as_broken_pipe() {
  constexpr int signal_base = 128;
  std::fclose(stdout);  // what is left in its buffer has no reader
  std::signal(SIGPIPE, SIG_DFL);
  std::raise(SIGPIPE);
  return signal_base + SIGPIPE;
}

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
