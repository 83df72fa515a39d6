// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/point_progress.h"

#include <fmt/format.h>
#include <unistd.h>

namespace scnnsim {

PointProgress::PointProgress(std::FILE* stream, std::size_t points)
    : stream_(stream), points_(points), is_terminal_(stream != nullptr && isatty(fileno(stream)) != 0) {}

PointProgress::~PointProgress() {
  if (is_terminal_) put("\r\x1b[K");
}

void PointProgress::finished(std::size_t points) {
  done_ += points;
  if (is_terminal_ || 10 * done_ / points_ == tenths_) return;
  tenths_ = 10 * done_ / points_;
  put(fmt::format("[{}/{}] {}\n", done_, points_, times()));
}

void PointProgress::tick() {
  if (is_terminal_) put(fmt::format("\r{}/{} simulations, {}\x1b[K", done_, points_, times()));
}

/// Time so far, and what is left at the rate so far.
std::string PointProgress::times() const {
  if (done_ == 0) return fmt::format("{:.0f} s", seconds());
  const double left = seconds() * static_cast<double>(points_ - done_) / static_cast<double>(done_);
  return fmt::format("{:.0f} s, about {:.0f} s left", seconds(), left);
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
