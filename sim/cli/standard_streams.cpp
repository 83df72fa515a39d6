// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace scnnsim {

void protect_standard_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest free descriptor is this one. Opened the wrong way round, so that its use still fails.
    const int mode = stream == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (open("/dev/null", mode) != stream) std::abort();
  }
}

void print_message(const std::string& message) {
  std::cout.flush();
  std::fflush(stdout);
  const std::string line = "scnnsim: " + message + "\n";
  std::fputs(line.c_str(), stderr);
}

bool standard_output_failed() {
  std::cout.flush();
  const bool flushed = std::fflush(stdout) == 0;
  return !flushed || !std::cout || std::ferror(stdout) != 0;
}

}  // namespace scnnsim
