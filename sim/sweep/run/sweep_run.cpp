// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/run/sweep_run.h"

#include <utility>
#include <vector>

#include "sim/jobs/job_progress.h"
#include "sim/jobs/job_runner.h"

namespace scnnsim {
namespace {

constexpr unsigned most_attempts = 2;

PointStatus status_of(JobStatus status) {
  switch (status) {
    case JobStatus::done:
      return PointStatus::done;
    case JobStatus::refused:
      return PointStatus::invalid;
    case JobStatus::failed:
      break;
  }
  return PointStatus::failed;
}

PointOutcome outcome_of(JobOutcome outcome) {
  return {status_of(outcome.status), std::move(outcome.reason), std::move(outcome.layers), outcome.seconds,
          std::move(outcome.stderr_text)};
}

/// Points to run, and the store that takes their results.
class SweepRun : public JobObserver {
 public:
  SweepRun(const std::vector<const PlannedPoint*>& points, StoreWriter& store, JobProgress& progress)
      : points_(points), store_(store), progress_(progress) {}

  void started(std::size_t job) override {
    progress_.started(job, "point " + std::to_string(points_[job]->point.number));
  }
  void progressed(std::size_t job, double share) override { progress_.progressed(job, share); }
  void failed_once(std::size_t job, const JobOutcome& outcome) override {
    store_.record_attempt(points_[job]->point.key, outcome_of(outcome), points_[job]->job.cost);
  }
  void finished(std::size_t job, JobOutcome outcome) override {
    const PlannedPoint& planned = *points_[job];
    const bool failed = outcome.status == JobStatus::failed;
    store_.record(planned.point.key, outcome_of(std::move(outcome)), planned.job.cost);
    progress_.finished(job, planned.job.cost, "", failed);
  }
  void tick() override { progress_.tick(); }
  void lowered(std::size_t processes, const std::string& reason) override {
    progress_.note(fewer_at_once(processes, reason));
  }

 private:
  const std::vector<const PlannedPoint*>& points_;
  StoreWriter& store_;
  JobProgress& progress_;
};

/// The points without a result. Those whose keys contradict each other get theirs at once.
std::vector<const PlannedPoint*> points_to_run(const SweepPlan& plan, StoreWriter& store, bool retry_failed) {
  std::vector<const PlannedPoint*> points;
  const auto statuses = store.statuses();
  for (const PlannedPoint& planned : plan.points) {
    const auto found = statuses.find(planned.point.key);
    const bool is_settled =
        found != statuses.end() && !(retry_failed && found->second == PointStatus::failed);
    if (is_settled) continue;
    if (planned.point.status == PointStatus::invalid)
      store.record(planned.point.key, {PointStatus::invalid, planned.point.reason, {}, 0}, 0);
    else
      points.push_back(&planned);
  }
  return points;
}

}  // namespace

void run_sweep(const SweepPlan& plan, StoreWriter& store, const SweepOptions& options) {
  const std::vector<const PlannedPoint*> points = points_to_run(plan, store, options.retry_failed);
  std::vector<const Job*> jobs;
  double cost = 0;
  for (const PlannedPoint* planned : points) {
    jobs.push_back(&planned->job);
    cost += planned->job.cost;
  }
  JobProgress progress(options.progress, jobs.size(), cost, JobProgress::Lines::per_tenth);
  SweepRun run(points, store, progress);
  const BatchOptions batch{options.timeout, true, true, options.prepare, options.clock};
  run_jobs(jobs, {options.jobs, most_attempts, batch}, run);
}

}  // namespace scnnsim
