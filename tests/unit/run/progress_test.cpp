// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <regex>
#include <string>

#include "sim/run/progress.h"

namespace scnnsim {
namespace {

TEST(CliProgress, without_a_terminal_there_is_one_line_per_finished_layer) {
  std::FILE* stream = std::tmpfile();
  ASSERT_NE(stream, nullptr);
  {
    const auto progress = make_progress(stream, 2);
    LayerRun run;
    run.seconds = 1.25;
    run.result.cycles = 12345;
    run.result.verified = Verified::yes;
    progress->started(0, "conv1");
    progress->progressed(0, 0.5);
    progress->tick();
    progress->finished(0, run);
    progress->started(1, "conv1 on dcnn");
    run.result.verified = Verified::off;
    progress->finished(1, run);
  }
  std::rewind(stream);
  std::string text(1000, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), stream));
  std::fclose(stream);
  EXPECT_EQ(text,
            "[1/2] conv1: 12,345 cycles, verified yes, 1.2 s\n"
            "[2/2] conv1 on dcnn: 12,345 cycles, verified off, 1.2 s\n");
}

TEST(CliProgress, names_do_not_command_the_terminal) {
  std::FILE* stream = std::tmpfile();
  ASSERT_NE(stream, nullptr);
  {
    const auto progress = make_progress(stream, 1);
    progress->started(0, "a\x1b[31m\n\u202e");
    progress->finished(0, LayerRun{});
  }
  std::rewind(stream);
  std::string text(1000, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), stream));
  std::fclose(stream);
  EXPECT_EQ(text.rfind("[1/1] a\\x1b[31m\\n\\u202e: 0 cycles", 0), 0u) << text;
}

/// Both ends of a terminal of 40 columns.
class Terminal {
 public:
  Terminal() : master_(posix_openpt(O_RDWR | O_NOCTTY)) {
    if (grantpt(master_) != 0 || unlockpt(master_) != 0) return;
    const winsize size{24, 40, 0, 0};
    ioctl(master_, TIOCSWINSZ, &size);
    stream_ = std::fopen(ptsname(master_), "r+");
  }
  ~Terminal() {
    if (stream_ != nullptr) std::fclose(stream_);
    close(master_);
  }
  std::FILE* stream() const { return stream_; }
  /// The time apart, of less than 10 s.
  std::string read_shown() const {
    std::string text(10000, '\0');
    const ssize_t count = read(master_, text.data(), text.size());
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return std::regex_replace(text, std::regex(", [0-9] s;"), ", 0 s;");
  }

 private:
  int master_;
  std::FILE* stream_ = nullptr;
};

TEST(CliProgress, a_line_that_is_written_over_ends_with_a_whole_character) {
  const Terminal terminal;
  ASSERT_NE(terminal.stream(), nullptr);
  const auto progress = make_progress(terminal.stream(), 1);
  progress->started(0,
                    "\x1b[31m" + std::string(20, 'x') + "é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂");
  progress->tick();
  EXPECT_EQ(terminal.read_shown(), "\r0/1 layers done, 0 s; \\x1b[31mxxxxxxxxx\x1b[K");
  progress->started(0, "ééééééééééééééééééééééééé");
  progress->tick();
  EXPECT_EQ(terminal.read_shown(), "\r0/1 layers done, 0 s; ééééééééééééééééé\x1b[K");
}

TEST(CliProgress, a_stream_that_takes_nothing_is_no_error) {
  std::FILE* stream = std::fopen("/dev/full", "w");
  ASSERT_NE(stream, nullptr);
  {
    const auto progress = make_progress(stream, 1);
    progress->started(0, "conv1");
    progress->tick();
    EXPECT_NO_THROW(progress->finished(0, LayerRun{}));
  }
  std::fclose(stream);
}

}  // namespace
}  // namespace scnnsim
