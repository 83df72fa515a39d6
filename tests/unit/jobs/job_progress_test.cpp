// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/job_progress.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <string>

namespace scnnsim {
namespace {

/// What `report` writes to a stream that is no terminal.
std::string written(const std::function<void(std::FILE*)>& report) {
  std::FILE* stream = std::tmpfile();
  EXPECT_NE(stream, nullptr);
  report(stream);
  std::rewind(stream);
  std::string text(1000, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), stream));
  std::fclose(stream);
  return text;
}

TEST(JobProgress, without_a_terminal_there_is_one_line_per_finished_job) {
  const std::string text = written([](std::FILE* stream) {
    JobProgress progress(stream, 2, 2, JobProgress::Lines::per_job);
    progress.started(0, "conv1");
    progress.progressed(0, 0.5);
    progress.tick();
    progress.finished(0, 1, "conv1: 12,345 cycles");
    progress.started(1, "conv1 on dcnn");
    progress.finished(1, 1, "conv1 on dcnn: 6 cycles");
  });
  EXPECT_EQ(text, "[1/2] conv1: 12,345 cycles\n[2/2] conv1 on dcnn: 6 cycles\n");
}

TEST(JobProgress, of_many_jobs_there_is_a_line_per_tenth) {
  const std::string text = written([](std::FILE* stream) {
    JobProgress progress(stream, 20, 20, JobProgress::Lines::per_tenth);
    for (std::size_t job = 0; job < 20; ++job) progress.finished(job, 1, "", job == 4);
  });
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10) << text;
  EXPECT_EQ(text.rfind("[2/20] 0 failed, 18 left, ", 0), 0u) << text;
  EXPECT_NE(text.find("[20/20] 1 failed, 0 left, "), std::string::npos) << text;
}

TEST(JobProgress, names_do_not_command_the_terminal) {
  const std::string text = written([](std::FILE* stream) {
    JobProgress progress(stream, 1, 1, JobProgress::Lines::per_job);
    progress.started(0, "a\x1b[31m\n\u202e");
    progress.finished(0, 1, "a\x1b[31m\n\u202e: 0 cycles");
  });
  EXPECT_EQ(text, "[1/1] a\\x1b[31m\\n\\u202e: 0 cycles\n");
}

/// Both ends of a terminal of 60 columns.
class Terminal {
 public:
  Terminal() : master_(posix_openpt(O_RDWR | O_NOCTTY)) {
    if (grantpt(master_) != 0 || unlockpt(master_) != 0) return;
    const winsize size{24, 60, 0, 0};
    ioctl(master_, TIOCSWINSZ, &size);
    stream_ = std::fopen(ptsname(master_), "r+");
  }
  ~Terminal() {
    if (stream_ != nullptr) std::fclose(stream_);
    close(master_);
  }
  std::FILE* stream() const { return stream_; }
  std::string read_shown() const {
    std::string text(10000, '\0');
    const ssize_t count = read(master_, text.data(), text.size());
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return text;
  }

 private:
  int master_;
  std::FILE* stream_ = nullptr;
};

TEST(JobProgress, a_line_that_is_written_over_ends_with_a_whole_character) {
  const Terminal terminal;
  if (terminal.stream() == nullptr) GTEST_SKIP() << "there are no pseudo-terminals here";
  JobProgress progress(terminal.stream(), 1, 1, JobProgress::Lines::per_job);
  progress.started(0, "\x1b[31méééééééééééééééééééééééééééééééééééééééé");
  progress.tick();
  const std::string shown = terminal.read_shown();
  EXPECT_NE(shown.find("; \\x1b[31mé"), std::string::npos) << shown;
  EXPECT_NE(shown.find("é\x1b[K"), std::string::npos) << shown;
}

TEST(JobProgress, a_stream_that_takes_nothing_is_no_error) {
  std::FILE* stream = std::fopen("/dev/full", "w");
  ASSERT_NE(stream, nullptr);
  JobProgress progress(stream, 1, 1, JobProgress::Lines::per_job);
  progress.started(0, "conv1");
  progress.tick();
  EXPECT_NO_THROW(progress.finished(0, 1, "conv1"));
  std::fclose(stream);
}

TEST(JobProgress, nothing_is_shown_without_a_stream) {
  JobProgress progress(nullptr, 1, 1, JobProgress::Lines::per_tenth);
  EXPECT_NO_THROW(progress.finished(0, 1, ""));
  EXPECT_NO_THROW(progress.tick());
}

}  // namespace
}  // namespace scnnsim
