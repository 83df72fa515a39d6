// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/run/sweep_run.h"

#include <fmt/format.h>

#include <chrono>
#include <deque>
#include <map>
#include <memory>

#include "sim/run/interrupt.h"
#include "sim/run/point_progress.h"
#include "sim/run/worker_pool.h"
#include "sim/sweep/run/order_pipe.h"
#include "sim/sweep/run/point_queue.h"
#include "sim/sweep/run/stderr_capture.h"

namespace scnnsim {
namespace {

using Clock = std::chrono::steady_clock;

constexpr unsigned most_attempts = 2;

/// Beyond its limit a point may take so long to start and to be read.
constexpr double seconds_to_report = 0.5;

/// A worker process and the points that it has been given.
struct Worker {
  explicit Worker(const Workload& shared) : workload(shared) {}

  const Workload& workload;
  OrderPipe orders;
  StderrCapture errors;
  std::uint64_t number = 0;
  std::deque<const PlannedPoint*> points;    ///< it works on the first
  Clock::time_point started = Clock::now();  ///< with that
  bool told_to_end = false;

  double seconds() const { return std::chrono::duration<double>(Clock::now() - started).count(); }
};

class SweepRun {
 public:
  SweepRun(const SweepPlan& plan, StoreWriter& store, const SweepOptions& options)
      : store_(store), options_(options) {
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
      while (!queue_.empty() && pool_.running() < options_.jobs) start(queue_.join());
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
    values_ = point.values;  // of all points alike
    ++points_;
    work_ += point.cost;
  }

  void start(const Workload& workload) {
    auto owned = std::make_unique<Worker>(workload);
    Worker& worker = *owned;
    const bool shares = values_ && queue_.waiting(workload) > 1;
    give_points(worker);
    const PointWorker work(workload, options_.simulate, options_.verify, shares);
    WorkerTask task;
    task.name = "the point's worker";
    task.body = [work, &worker](Channel& channel) {
      worker.errors.redirect();
      work.work(channel, [&worker] { return worker.orders.receive(); });
    };
    task.on_message = [this, &worker](const std::string& message) {
      PointOutcome outcome = PointWorker::outcome_of(message);
      judge_time(outcome);
      settle(worker, std::move(outcome));
      give_points(worker);
    };
    task.on_finish = [this, &worker] { remove(worker); };
    task.on_failure = [this, &worker](const std::string& reason) { give_up(worker, reason); };
    worker.number = pool_.start(std::move(task));
    workers_[worker.number] = std::move(owned);
  }

  /// One point at a time; while there are many, also the next, so that a worker need not wait for the parent.
  void give_points(Worker& worker) {
    const std::size_t wanted = queue_.waiting(worker.workload) > 2 * options_.jobs ? 2 : 1;
    while (worker.points.size() < wanted && !worker.told_to_end) {
      const PlannedPoint* point = queue_.take(worker.workload);
      if (point == nullptr && !worker.points.empty()) return;
      worker.orders.send(point);
      if (point != nullptr) worker.points.push_back(point);
      worker.told_to_end = point == nullptr;
    }
  }

  /// The point that the worker was at has an outcome.
  void settle(Worker& worker, PointOutcome outcome) {
    const PlannedPoint& point = *worker.points.front();
    worker.points.pop_front();
    worker.started = Clock::now();
    outcome.stderr_text = worker.errors.take();
    const std::string& key = point.point.key;
    if (outcome.status == PointStatus::failed && ++attempts_[key] < most_attempts) {
      store_.record_attempt(key, outcome, point.cost);
      queue_.add_first(point);
      return;
    }
    store_.record(key, outcome, point.cost);
    progress_->finished_one(point.cost, outcome.status == PointStatus::failed);
  }

  /// The worker is dead: so is the point it was at; others that it was given have to wait again.
  void give_up(Worker& worker, const std::string& reason) {
    if (!worker.points.empty()) settle(worker, {PointStatus::failed, reason, {}, worker.seconds()});
    for (const PlannedPoint* point : worker.points) queue_.add(*point);
    remove(worker);
  }

  void remove(const Worker& worker) {
    queue_.leave(worker.workload);
    workers_.erase(worker.number);
  }

  std::string late_reason() const {
    return fmt::format("took longer than {} s (--timeout)", *options_.timeout);
  }

  /// A point that ended by itself is judged by the time that it took, not by when its message was read.
  void judge_time(PointOutcome& outcome) const {
    if (!options_.timeout || outcome.status != PointStatus::done || outcome.seconds <= *options_.timeout)
      return;
    outcome.status = PointStatus::failed;
    outcome.reason = late_reason();
    outcome.layers.clear();
  }

  void kill_late_ones() {
    if (!options_.timeout) return;
    std::vector<Worker*> late;
    for (const auto& [number, worker] : workers_)
      if (!worker->points.empty() && worker->seconds() > *options_.timeout + seconds_to_report)
        late.push_back(worker.get());
    for (Worker* worker : late) {
      pool_.kill(worker->number);
      give_up(*worker, late_reason());
    }
  }

  StoreWriter& store_;
  const SweepOptions& options_;
  PointQueue queue_;
  std::size_t points_ = 0;
  double work_ = 0;
  bool values_ = true;
  std::unique_ptr<PointProgress> progress_;
  std::map<std::string, unsigned> attempts_;
  std::map<std::uint64_t, std::unique_ptr<Worker>> workers_;  ///< by number
  WorkerPool pool_;                                           ///< destroyed before what its callbacks use
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
