// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/job_progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <string_view>

#include "sim/tables/table_cells.h"
#include "sim/text/visible.h"
#include "traces/support/utf8.h"

namespace scnnsim {
namespace {

constexpr double seconds_between_lines = 60;

std::size_t columns_of(std::FILE* terminal) {
  winsize size{};
  return ioctl(fileno(terminal), TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
}

/// Leaves the first characters, whole.
void cut(std::string& text, std::size_t characters) {
  std::string_view rest = text;
  for (std::size_t i = 0; i < characters && !rest.empty(); ++i)
    rest.remove_prefix(first_character(rest).bytes.size());
  text.resize(text.size() - rest.size());
}

}  // namespace

JobProgress::JobProgress(std::FILE* stream, std::size_t jobs, double cost, Lines lines)
    : stream_(stream),
      jobs_(jobs),
      cost_(cost),
      lines_(lines),
      is_terminal_(stream != nullptr && isatty(fileno(stream)) != 0) {}

JobProgress::~JobProgress() {
  if (is_terminal_) write_over("");
}

void JobProgress::started(std::size_t job, const std::string& name) {
  running_[job] = {visible(name)};
}

void JobProgress::progressed(std::size_t job, double share) {
  running_[job].share = share;
}

void JobProgress::finished(std::size_t job, double cost, const std::string& text, bool failed) {
  running_.erase(job);
  ++done_;
  failed_ += failed ? 1 : 0;
  cost_done_ += cost;
  if (is_terminal_) return;
  if (lines_ == Lines::per_job) return put(fmt::format("[{}/{}] {}\n", done_, jobs_, visible(text)));
  if (10 * done_ / jobs_ == tenths_) return;
  tenths_ = 10 * done_ / jobs_;
  last_line_ = seconds();
  put(status() + "\n");
}

void JobProgress::tick() {
  if (is_terminal_) {
    write_over(status() + running());
  } else if (lines_ == Lines::per_tenth && done_ > 0 && seconds() - last_line_ >= seconds_between_lines) {
    last_line_ = seconds();
    put(status() + "\n");
  }
}

void JobProgress::note(const std::string& text) {
  if (is_terminal_) write_over("");
  put(visible(text) + "\n");
}

std::string JobProgress::status() const {
  std::string text =
      fmt::format("[{}/{}] {} failed, {} left, {:.0f} s", done_, jobs_, failed_, jobs_ - done_, seconds());
  if (cost_done_ > 0 && done_ < jobs_)
    text += fmt::format(", {:.3g} per s, about {:.0f} s to go", static_cast<double>(done_) / seconds(),
                        seconds() * (cost_ - cost_done_) / cost_done_);
  return text;
}

std::string JobProgress::running() const {
  std::string text;
  for (const auto& [job, running] : running_)
    text += fmt::format("{} {} {:.0f} %", text.empty() ? ";" : ",", running.name, 100 * running.share);
  return text;
}

/// Replaces what stands on the line, cut to the terminal's width.
void JobProgress::write_over(std::string text) {
  if (stream_ == nullptr) return;
  const std::size_t columns = columns_of(stream_);
  if (display_width(text) >= columns) cut(text, columns - 1);
  put(fmt::format("\r{}\x1b[K", text));
}

/// Nobody needs progress: a stream that is closed or full is no error, and fmt::print would throw.
void JobProgress::put(const std::string& text) {
  if (stream_ == nullptr) return;
  std::fputs(text.c_str(), stream_);
  std::fflush(stream_);
}

double JobProgress::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

}  // namespace scnnsim
