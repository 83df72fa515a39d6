// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/jobs/job.h"
#include "sim/jobs/job_batch.h"

namespace scnnsim {

struct RunnerOptions {
  unsigned processes = 1;  ///< simulations at once; no result depends on it
  unsigned attempts = 1;   ///< a job that fails is tried as often; one that is refused is not
  BatchOptions batch = {};
};

/// Observer of a run. A job is given by its index in the list of jobs. An exception that the observer throws
/// ends the run.
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
  /// The system gives no more processes: from now on, only `processes` simulations run at once.
  virtual void lowered(std::size_t /*processes*/, const std::string& /*reason*/) {}
};

/// Runs jobs in worker processes. Jobs whose sources share random draws are a family: a worker process stays
/// with one family and makes once what its jobs share. Each simulation runs in a child process of the worker.
/// The family with the largest remaining cost comes first.
///
/// Where the system's limits allow fewer processes than asked for, fewer simulations run at once. Throws
/// ProcessLimit where not even one can be started.
///
/// A simulation that throws, crashes or takes too long fails its job and no other. When this function throws,
/// also Interrupted, all processes are ended. The caller must be single-threaded.
void run_jobs(const std::vector<const Job*>& jobs, const RunnerOptions& options, JobObserver& observer);

/// "--jobs is lowered to 2: cannot start a process: ...".
std::string fewer_at_once(std::size_t processes, const std::string& reason);

/// Runs one job.
JobOutcome run_job(const Job& job, const RunnerOptions& options = {});

}  // namespace scnnsim
