// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdio>
#include <string>

namespace scnnsim {

/// How far the points of an experiment or a sweep are: done, failed, left, rate, time left. On a terminal one
/// line that is written over, elsewhere a line per tenth of the points, and one a minute in between.
class PointProgress {
 public:
  /// `stream` may be null: nothing is shown. `work` is what all points cost, in any unit.
  PointProgress(std::FILE* stream, std::size_t points, double work);
  ~PointProgress();
  PointProgress(const PointProgress&) = delete;
  PointProgress& operator=(const PointProgress&) = delete;

  void finished_one(double work, bool failed = false);
  void tick();

 private:
  std::string status() const;
  void put(const std::string& text);
  double seconds() const;

  std::FILE* stream_;
  std::size_t points_, done_ = 0, failed_ = 0, tenths_ = 0;
  double work_, work_done_ = 0, last_line_ = 0;
  bool is_terminal_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace scnnsim
