// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "sim/jobs/job.h"
#include "sim/jobs/job_batch.h"

namespace scnnsim {

struct RunnerOptions {
  unsigned processes = 1;  ///< simulations at once; no result depends on it
  unsigned attempts = 1;   ///< a job that fails is tried as often; one that is refused is not
  BatchOptions batch = {};
};

/// Told of jobs, by their numbers, as they come along. What it throws ends the run.
class JobObserver {
 public:
  virtual ~JobObserver() = default;
  virtual void started(std::size_t /*job*/) {}
  /// The share of the steps of the layer that is simulated.
  virtual void progressed(std::size_t /*job*/, double /*share*/) {}
  /// The job failed and is tried again.
  virtual void failed_once(std::size_t /*job*/, const JobOutcome& /*outcome*/) {}
  virtual void finished(std::size_t job, JobOutcome outcome) = 0;
  virtual void tick() {}  ///< several times a second
};

/// Runs jobs in worker processes: those whose sources have draws in common in one process, which makes once
/// what they share, every simulation in a process of its own. Families of jobs that cost most come first.
///
/// A simulation that throws, crashes or takes too long fails its job and no other. When this throws, also
/// Interrupted, all processes are ended. The caller must be single-threaded.
void run_jobs(const std::vector<const Job*>& jobs, const RunnerOptions& options, JobObserver& observer);

/// Runs one job.
JobOutcome run_job(const Job& job, const RunnerOptions& options = {});

}  // namespace scnnsim
