// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/sweep_run.h"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <memory>

#include "sim/run/interrupt.h"
#include "sim/run/point_progress.h"
#include "sim/run/worker_pool.h"
#include "sim/sweep/point_queue.h"
#include "sim/sweep/stderr_capture.h"

namespace scnnsim {
namespace {

using Clock = std::chrono::steady_clock;

constexpr unsigned most_attempts = 2;

/// The points that a worker process has, and which of them it works on.
struct Batch {
  std::vector<const PlannedPoint*> points;
  std::size_t next = 0;
  Clock::time_point started = Clock::now();  ///< with the point at `next`
  StderrCapture errors = {};
  std::uint64_t worker = 0;

  double seconds() const { return std::chrono::duration<double>(Clock::now() - started).count(); }
  bool is_done() const { return next == points.size(); }
};

class SweepRun {
 public:
  SweepRun(const SweepPlan& plan, StoreWriter& store, const SweepOptions& options)
      : store_(store), options_(options), queue_(options.jobs) {
    const auto statuses = store.statuses();
    for (const PlannedPoint& point : plan.points) {
      const auto found = statuses.find(point.point.key);
      if (found == statuses.end() || (options.retry_failed && found->second == PointStatus::failed))
        take(point);
    }
    progress_ = std::make_unique<PointProgress>(options.progress, points_, work_);
  }

  void run() {
    while (!queue_.empty() || pool_.running() > 0) {
      InterruptScope::check();
      while (!queue_.empty() && pool_.running() < options_.jobs) start(queue_.next());
      pool_.wait();
      kill_late_ones();
      progress_->tick();
    }
  }

 private:
  /// Contradicting keys need no worker.
  void take(const PlannedPoint& point) {
    if (point.point.status == PointStatus::invalid) {
      store_.record(point.point.key, {PointStatus::invalid, point.point.reason, {}, 0}, 0);
      return;
    }
    queue_.add(point);
    ++points_;
    work_ += point.cost;
  }

  void start(std::vector<const PlannedPoint*> points) {
    auto batch = std::make_unique<Batch>();
    batch->points = std::move(points);
    Batch& running = *batch;
    const PointWorker worker(running.points, options_.simulate, options_.verify);
    WorkerTask task;
    task.name = "the point's worker";
    task.body = [worker, &running](Channel& channel) {
      running.errors.redirect();
      worker.work(channel);
    };
    task.on_message = [this, &running](const std::string& message) {
      settle(running, PointWorker::outcome_of(message));
    };
    task.on_finish = [this, &running] { batches_.erase(running.worker); };
    task.on_failure = [this, &running](const std::string& reason) { give_up(running, reason); };
    running.worker = pool_.start(std::move(task));
    batches_[running.worker] = std::move(batch);
  }

  /// The point that the worker was at has an outcome.
  void settle(Batch& batch, PointOutcome outcome) {
    const PlannedPoint& point = *batch.points[batch.next++];
    batch.started = Clock::now();
    outcome.stderr_text = batch.errors.take();
    const std::string& key = point.point.key;
    if (outcome.status == PointStatus::failed && ++attempts_[key] < most_attempts) {
      store_.record_attempt(key, outcome, point.cost);
      queue_.add_retry(point);
      return;
    }
    store_.record(key, outcome, point.cost);
    progress_->finished_one(point.cost, outcome.status == PointStatus::failed);
  }

  /// The worker is dead: so is the point it was at; the others of its batch have to wait again.
  void give_up(Batch& batch, const std::string& reason) {
    if (!batch.is_done()) settle(batch, {PointStatus::failed, reason, {}, batch.seconds()});
    for (; !batch.is_done(); ++batch.next) queue_.add(*batch.points[batch.next]);
    batches_.erase(batch.worker);
  }

  void kill_late_ones() {
    if (!options_.timeout) return;
    std::vector<Batch*> late;
    for (const auto& [worker, batch] : batches_)
      if (!batch->is_done() && batch->seconds() > *options_.timeout) late.push_back(batch.get());
    for (Batch* batch : late) {
      pool_.kill(batch->worker);
      give_up(*batch, fmt::format("took longer than {} s (--timeout)", *options_.timeout));
    }
  }

  StoreWriter& store_;
  const SweepOptions& options_;
  PointQueue queue_;
  std::size_t points_ = 0;
  double work_ = 0;
  std::unique_ptr<PointProgress> progress_;
  std::map<std::string, unsigned> attempts_;
  std::map<std::uint64_t, std::unique_ptr<Batch>> batches_;  ///< by worker
  WorkerPool pool_;                                          ///< destroyed before what its callbacks use
};

}  // namespace

void run_sweep(const SweepPlan& plan, StoreWriter& store, const SweepOptions& options) {
  SweepRun(plan, store, options).run();
}

SweepCounts count_points(const SweepPlan& plan, const StoreWriter& store) {
  SweepCounts counts;
  const auto statuses = store.statuses();
  for (const PlannedPoint& point : plan.points) {
    const auto found = statuses.find(point.point.key);
    switch (found == statuses.end() ? PointStatus::pending : found->second) {
      case PointStatus::done:
        ++counts.done;
        break;
      case PointStatus::failed:
        ++counts.failed;
        break;
      case PointStatus::invalid:
        ++counts.invalid;
        break;
      case PointStatus::pending:
        ++counts.pending;
        break;
    }
  }
  return counts;
}

}  // namespace scnnsim
