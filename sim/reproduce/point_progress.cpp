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

void PointProgress::finished_one() {
  ++done_;
  if (is_terminal_ || 10 * done_ / points_ == tenths_) return;
  tenths_ = 10 * done_ / points_;
  put(fmt::format("[{}/{}] {:.0f} s\n", done_, points_, seconds()));
}

void PointProgress::tick() {
  if (is_terminal_) put(fmt::format("\r{}/{} simulations, {:.0f} s\x1b[K", done_, points_, seconds()));
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
