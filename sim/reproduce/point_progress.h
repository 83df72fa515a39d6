// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdio>
#include <string>

namespace scnnsim {

/// How far the points of an experiment are: on a terminal one line that is written over, elsewhere a line per
/// tenth.
class PointProgress {
 public:
  /// `stream` may be null: nothing is shown.
  PointProgress(std::FILE* stream, std::size_t points);
  ~PointProgress();
  PointProgress(const PointProgress&) = delete;
  PointProgress& operator=(const PointProgress&) = delete;

  void finished(std::size_t points);
  void tick();

 private:
  void put(const std::string& text);
  double seconds() const;
  std::string times() const;

  std::FILE* stream_;
  std::size_t points_, done_ = 0, tenths_ = 0;
  bool is_terminal_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace scnnsim
