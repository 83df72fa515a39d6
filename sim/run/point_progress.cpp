// SPDX-License-Identifier: Apache-2.0
#include "sim/run/point_progress.h"

#include <fmt/format.h>
#include <unistd.h>

namespace scnnsim {
namespace {

constexpr double seconds_between_lines = 60;

}  // namespace

PointProgress::PointProgress(std::FILE* stream, std::size_t points, double work)
    : stream_(stream),
      points_(points),
      work_(work),
      is_terminal_(stream != nullptr && isatty(fileno(stream)) != 0) {}

PointProgress::~PointProgress() {
  if (is_terminal_) put("\r\x1b[K");
}

void PointProgress::finished_one(double work, bool failed) {
  ++done_;
  failed_ += failed ? 1 : 0;
  work_done_ += work;
  if (is_terminal_ || 10 * done_ / points_ == tenths_) return;
  tenths_ = 10 * done_ / points_;
  last_line_ = seconds();
  put(status() + "\n");
}

void PointProgress::tick() {
  if (is_terminal_) {
    put("\r" + status() + "\x1b[K");
  } else if (done_ > 0 && seconds() - last_line_ >= seconds_between_lines) {
    last_line_ = seconds();
    put(status() + "\n");
  }
}

std::string PointProgress::status() const {
  std::string text = fmt::format("[{}/{}] {} failed, {} left, {:.0f} s", done_, points_, failed_,
                                 points_ - done_, seconds());
  if (work_done_ > 0 && done_ < points_)
    text += fmt::format(", {:.3g} per s, about {:.0f} s to go", static_cast<double>(done_) / seconds(),
                        seconds() * (work_ - work_done_) / work_done_);
  return text;
}

/// A stream that is closed or full is no error.
void PointProgress::put(const std::string& text) {
  if (stream_ == nullptr) return;
  std::fputs(text.c_str(), stream_);
  std::fflush(stream_);
}

double PointProgress::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

}  // namespace scnnsim
