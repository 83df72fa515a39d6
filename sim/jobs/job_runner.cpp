// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/job_runner.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "sim/jobs/job_messages.h"
#include "sim/jobs/job_queue.h"
#include "sim/run/interrupt.h"
#include "sim/run/run_errors.h"
#include "sim/run/worker_pool.h"

namespace scnnsim {
namespace {

/// Jobs that a batch works on at a time. The batch prepares layers one by one, so with more jobs they would
/// wait for it.
constexpr std::size_t most_jobs_of_batch = 4;

/// Seconds beyond the time limit in which the batch ends a late job and its message is read, before the
/// runner ends the batch.
constexpr double seconds_to_report = 0.5;

constexpr double seconds_between_ticks = 0.2;

/// Worker process, with the jobs that it has been ordered to do.
struct Batch {
  Batch(std::string shared, bool one_job) : family(std::move(shared)), takes_one(one_job) {}

  const std::string family;
  const bool takes_one;  ///< job, and no other beside it or after it
  OrderPipe orders;
  std::uint64_t number = 0;
  std::map<std::size_t, std::optional<double>> jobs;  ///< by number: when it started
  bool was_told_to_end = false;

  bool has_room() const { return jobs.size() < most_jobs_of_batch && !was_told_to_end && !takes_one; }
};

class JobRunner {
 public:
  JobRunner(const std::vector<const Job*>& jobs, const RunnerOptions& options, JobObserver& observer)
      : jobs_(jobs),
        options_(options),
        observer_(observer),
        queue_(jobs),
        processes_(std::max(options.processes, 1u)),
        attempts_(jobs.size(), 0),
        is_suspect_(jobs.size(), false) {
    for (std::size_t job = 0; job < jobs.size(); ++job) queue_.add(job);
  }

  void run() {
    double next_tick = 0;
    while (!queue_.empty() || pool_.running() > 0) {
      InterruptScope::check();
      while (!queue_.empty() && at_work_ < processes_) {
        const std::string family = queue_.busiest();
        if (!give_next(family, nullptr)) break;
      }
      pool_.wait();
      end_hung_batches();
      if (steady_seconds() < next_tick) continue;
      next_tick = steady_seconds() + seconds_between_ticks;
      observer_.tick();
    }
  }

 private:
  double now() const { return options_.batch.clock(); }

  /// The family's next job goes to `batch`, if there is one, or where there is room. Returns false if there
  /// is no process for it as long as others run.
  bool give_next(const std::string& family, Batch* batch) {
    const std::size_t job = queue_.take(family);
    ++at_work_;
    try {
      if (is_suspect_[job])
        give(start_batch(family, true), job);
      else
        give(batch != nullptr ? *batch : batch_with_room(family), job);
      return true;
    } catch (const ProcessLimit& limit) {
      take_back(job);
      if (pool_.running() == 0) throw;
      use_fewer(limit.what());
      return false;
    }
  }

  /// Of a job that was not given to a process after all.
  void take_back(std::size_t job) {
    queue_.done(job);
    --at_work_;
    queue_.add_first(job);
  }

  /// As many simulations at once as there are now, at least one.
  void use_fewer(const std::string& reason) {
    const std::size_t fewer = std::max<std::size_t>(at_work_, 1);
    if (fewer >= processes_) return;
    processes_ = fewer;
    observer_.lowered(processes_, reason);
  }

  Batch& batch_with_room(const std::string& family) {
    for (auto& [number, batch] : batches_)
      if (batch->family == family && batch->has_room()) return *batch;
    return start_batch(family, false);
  }

  Batch& start_batch(const std::string& family, bool takes_one) {
    auto owned = std::make_unique<Batch>(family, takes_one);
    Batch& batch = *owned;
    WorkerTask task;
    task.body = [this, &batch](Channel& channel) {
      JobBatch(jobs_, options_.batch, batch.orders, channel).work();
    };
    task.on_message = [this, &batch](const std::string& bytes) { hear(batch, read_job_message(bytes)); };
    task.on_finish = [this, &batch] { bury(batch, "its process ended without an outcome"); };
    task.on_failure = [this, &batch](const std::exception& error) { bury(batch, error.what()); };
    batch.number = pool_.start(std::move(task));
    batches_[batch.number] = std::move(owned);
    return batch;
  }

  void give(Batch& batch, std::size_t job) {
    const bool is_last = batch.takes_one || (batch.jobs.empty() && !queue_.has(batch.family));
    batch.orders.send(BatchOrder{job, is_last});
    batch.jobs[job] = std::nullopt;
    if (is_last) end(batch);
  }

  void end(Batch& batch) {
    if (!batch.was_told_to_end) batch.orders.send(std::nullopt);
    batch.was_told_to_end = true;
  }

  void hear(Batch& batch, JobMessage message) {
    if (message.outcome) {
      release(batch, message.job);
      if (message.outcome->lacks_process && at_work_ > 0) {
        use_fewer(message.outcome->reason);
        queue_.add_first(message.job);
      } else {
        judge_time(*message.outcome);
        settle(message.job, std::move(*message.outcome));
      }
      go_on(batch);
    } else if (message.progress) {
      observer_.progressed(message.job, *message.progress);
    } else {
      batch.jobs.at(message.job) = now();
      observer_.started(message.job);
    }
  }

  /// A batch stays with its family, whose draws it has made.
  void go_on(Batch& batch) {
    const bool takes_more = at_work_ < processes_ && !batch.was_told_to_end;
    if (takes_more && queue_.has(batch.family)) give_next(batch.family, &batch);
    if (batch.jobs.empty()) end(batch);
  }

  void release(Batch& batch, std::size_t job) {
    batch.jobs.erase(job);
    queue_.done(job);
    --at_work_;
  }

  /// A job that ended by itself is judged by the time that it took, not by when its message was read.
  void judge_time(JobOutcome& outcome) const {
    const std::optional<double>& timeout = options_.batch.timeout;
    if (timeout && outcome.status == JobStatus::done && outcome.seconds > *timeout)
      outcome = {JobStatus::failed, late_reason(*timeout), false, {}, outcome.seconds, outcome.stderr_text};
  }

  void settle(std::size_t job, JobOutcome outcome) {
    if (outcome.status == JobStatus::failed && ++attempts_[job] < options_.attempts) {
      observer_.failed_once(job, outcome);
      queue_.add_first(job);
    } else {
      observer_.finished(job, std::move(outcome));
    }
  }

  /// The process is dead. If it was at several jobs, nobody knows which of them did it: each of them is to
  /// run again, alone. A process that died before it started any was at all that it was given, or the next
  /// one would die as well, for ever.
  void bury(Batch& batch, const std::string& reason) {
    const auto is_started = [](const auto& job) { return job.second.has_value(); };
    if (std::none_of(batch.jobs.begin(), batch.jobs.end(), is_started))
      for (auto& [job, start] : batch.jobs) start = now();
    const auto started = std::count_if(batch.jobs.begin(), batch.jobs.end(), is_started);
    abandon(batch, [&](std::size_t job, double start) {
      is_suspect_[job] = true;
      if (started > 1) return queue_.add_first(job);
      const bool is_one_layer = jobs_[job]->source->layers() == 1;
      const std::string name = is_one_layer ? jobs_[job]->name(0) : "its worker";
      settle(job, {JobStatus::failed, named_message(name, reason), false, {}, now() - start});
    });
  }

  /// The batch ends without having ended its jobs: those that it had not started wait again.
  template <class OnStarted>
  void abandon(Batch& batch, const OnStarted& on_started) {
    const std::unique_ptr<Batch> dead = std::move(batches_.at(batch.number));
    batches_.erase(dead->number);
    const auto jobs = dead->jobs;
    for (const auto& [job, start] : jobs) {
      release(*dead, job);
      if (start)
        on_started(job, *start);
      else
        queue_.add_first(job);
    }
  }

  /// Batches end late jobs themselves, unless they hang as they prepare one.
  void end_hung_batches() {
    const std::optional<double>& timeout = options_.batch.timeout;
    if (!timeout) return;
    const auto is_late = [&](double start) { return now() - start > *timeout + seconds_to_report; };
    std::vector<Batch*> hung;
    for (const auto& [number, batch] : batches_)
      if (std::any_of(batch->jobs.begin(), batch->jobs.end(),
                      [&](const auto& job) { return job.second && is_late(*job.second); }))
        hung.push_back(batch.get());
    for (Batch* batch : hung) {
      pool_.kill(batch->number);
      abandon(*batch, [&](std::size_t job, double start) {
        if (!is_late(start)) return queue_.add_first(job);
        settle(job, {JobStatus::failed, late_reason(*timeout), false, {}, now() - start});
      });
    }
  }

  const std::vector<const Job*>& jobs_;
  const RunnerOptions& options_;
  JobObserver& observer_;
  JobQueue queue_;
  std::size_t processes_;  ///< simulations at once; fewer than asked for where limits want it
  std::vector<unsigned> attempts_;
  std::vector<bool> is_suspect_;                             ///< was in a process that died
  std::size_t at_work_ = 0;                                  ///< jobs
  std::map<std::uint64_t, std::unique_ptr<Batch>> batches_;  ///< by number in the pool
  WorkerPool pool_;                                          ///< destroyed before what its callbacks use
};

}  // namespace

JobOutcome run_job(const Job& job, const RunnerOptions& options) {
  struct Keeper : JobObserver {
    void finished(std::size_t, JobOutcome finished_outcome) override {
      outcome = std::move(finished_outcome);
    }
    JobOutcome outcome;
  } keeper;
  run_jobs({&job}, options, keeper);
  return keeper.outcome;
}

std::string fewer_at_once(std::size_t processes, const std::string& reason) {
  return "--jobs is lowered to " + std::to_string(processes) + ": " + reason;
}

void run_jobs(const std::vector<const Job*>& jobs, const RunnerOptions& options, JobObserver& observer) {
  JobRunner(jobs, options, observer).run();
}

}  // namespace scnnsim
