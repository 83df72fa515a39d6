// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdio>
#include <map>
#include <string>

namespace scnnsim {

/// Progress display of a run, a sweep or an experiment. On a terminal: one line that is overwritten, with the
/// jobs done, failed and left, the rate, the time left and the running jobs. Elsewhere: a line per job, or,
/// of many jobs, a line per tenth of them and one a minute in between.
class JobProgress {
 public:
  enum class Lines { per_job, per_tenth };

  /// `stream` may be null: nothing is shown. `cost` is that of all jobs, in any unit.
  JobProgress(std::FILE* stream, std::size_t jobs, double cost, Lines lines);
  ~JobProgress();
  JobProgress(const JobProgress&) = delete;
  JobProgress& operator=(const JobProgress&) = delete;

  void started(std::size_t job, const std::string& name);
  /// The share of what the job does at the moment.
  void progressed(std::size_t job, double share);
  /// `text` is what a job's line says of it.
  void finished(std::size_t job, double cost, const std::string& text, bool failed = false);
  void tick();
  /// Something else that happened, on a line of its own.
  void note(const std::string& text);

 private:
  struct Running {
    std::string name;
    double share = 0;
  };
  std::string status() const;
  std::string running() const;
  void write_over(std::string text);
  void put(const std::string& text);
  double seconds() const;

  std::FILE* const stream_;
  const std::size_t jobs_;
  const double cost_;
  const Lines lines_;
  const bool is_terminal_;
  std::size_t done_ = 0, failed_ = 0, tenths_ = 0;
  double cost_done_ = 0, last_line_ = 0;
  std::map<std::size_t, Running> running_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace scnnsim
