// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/job_batch.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>
#include <vector>

#include "models/pe/engine_choice.h"
#include "sim/jobs/job_messages.h"
#include "sim/run/child_process.h"
#include "sim/run/run_errors.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// Calls `tell` with the share of steps done, but not more often than anyone could read.
std::function<void(double)> now_and_then(std::function<void(double)> tell) {
  constexpr double seconds_between = 0.1;
  return [tell = std::move(tell), next = 0.0](double share) mutable {
    const double now = steady_seconds();
    if (now < next) return;
    next = now + seconds_between;
    tell(share);
  };
}

constexpr int files_of_process = 2;  ///< its pipe
constexpr int files_of_tensors = 1;  ///< they are read one after another

bool is_users_mistake(const std::exception& error) {
  return dynamic_cast<const UserError*>(&error) != nullptr;
}

bool is_limit(const std::exception& error) {
  return dynamic_cast<const ProcessLimit*>(&error) != nullptr;
}

/// Throws ProcessLimit unless `count` more files can be opened: those that hold tensors must be.
void require_files(int count) {
  std::vector<int> files;
  int error = 0;
  for (int i = 0; i < count && error == 0; ++i) {
    files.push_back(open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (files.back() < 0) error = errno;
  }
  for (const int file : files)
    if (file >= 0) close(file);
  if (error != 0) throw_system_error(error, "start a process and keep files free for tensors");
}

/// The first layer whose outputs are wrong fails the job.
void judge_outputs(const Job& job, JobOutcome& outcome) {
  for (std::size_t i = 0; i < outcome.layers.size(); ++i) {
    if (outcome.layers[i].verified != Verified::no) continue;
    outcome.status = JobStatus::failed;
    outcome.reason = fmt::format("{}: wrong outputs: {}", job.name(i), outcome.layers[i].first_mismatch);
    outcome.layers.clear();
    return;
  }
}

}  // namespace

std::unique_ptr<PreparedSimulation> prepare_layer(const Job& job, SharedLayer& layer) {
  return job.architecture->prepare(job.config, layer, job.options);
}

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string late_reason(double timeout) {
  return fmt::format("took longer than {} s (--timeout)", timeout);
}

void JobBatch::work() {
  prepare_parent_memory();
  bool is_ending = false;
  while (!is_ending || !tasks_.empty()) {
    const bool has_order = tasks_.empty() || pool_.wait(is_ending ? no_descriptor : orders_.descriptor());
    end_late_ones();
    if (!has_order) continue;
    if (const std::optional<BatchOrder> order = orders_.receive())
      begin(*order);
    else
      is_ending = true;
  }
}

void JobBatch::begin(const BatchOrder& order) {
  Task& task = tasks_.emplace_back(order, *jobs_[order.job], options_.clock());
  runner_.send(started_message(task.number));
  try {
    if (options_.catches_stderr) task.errors.emplace();
    require_files(files_of_tensors);
  } catch (const std::exception& error) {
    fail(task, error);
    return;
  }
  advance(task);
}

/// Goes on until the job is done or has to wait for a simulation.
void JobBatch::advance(Task& task) {
  while (task.layers.size() < task.job.source->layers())
    if (!simulate_next(task)) return;
  JobOutcome outcome{JobStatus::done};
  outcome.layers = std::move(task.layers);
  if (options_.wrong_outputs_fail) judge_outputs(task.job, outcome);
  end(task, std::move(outcome));
}

/// Returns whether the layer is done. If not, a child is at it, or another task's child, or there is no
/// process for it before another task's child has ended, or the job has ended.
bool JobBatch::simulate_next(Task& task) {
  try {
    const unsigned width = task.job.config.multiplier_array.operand_bits;
    task.stored = store_.at(task.job.source, task.layers.size(), width);
  } catch (const std::exception& error) {
    end(task, {JobStatus::failed, reason_of(error), is_users_mistake(error)});
    return false;
  }
  try {
    return prepare_next(task);
  } catch (const std::exception& error) {
    task.lacks_process = is_limit(error) && pool_.running() > 0;
    if (task.lacks_process) return false;
    fail(task, error);
    return false;
  }
}

bool JobBatch::prepare_next(Task& task) {
  task.simulation = options_.prepare(task.job, task.stored->layer);
  store_.account(task.stored);
  task.key = task.simulation->key();
  KnownResults& results = task.stored->results;
  if (!task.key.empty()) {
    if (const auto known = results.find(task.key, *task.simulation)) {
      add(task, *known);
      return true;
    }
    task.waits = results.is_running(task.key);
    if (task.waits) return false;
  }
  const bool is_last_layer = task.layers.size() + 1 == task.job.source->layers();
  if (!task.simulation->uses_kernel()) {
    add(task, task.simulation->run());
    return true;
  }
  if (task.is_last && is_last_layer && !options_.catches_stderr) {
    const auto tell = [&](double share) { runner_.send(progress_message(task.number, share)); };
    add(task, task.simulation->run(now_and_then(tell)));
    return true;
  }
  start_child(task);
  return false;
}

void JobBatch::start_child(Task& task) {
  WorkerTask child;
  child.name = task.name();
  child.body = [&task](Channel& channel) {
    if (task.errors) task.errors->redirect();
    const auto tell = [&](double share) { channel.send(progress_message(share)); };
    channel.send(layer_message(task.simulation->run(now_and_then(tell))));
  };
  const auto answer = std::make_shared<LayerResult>();
  child.on_message = [this, &task, answer](const std::string& bytes) {
    LayerMessage message = read_layer_message(bytes, task.name());
    if (message.progress)
      runner_.send(progress_message(task.number, *message.progress));
    else
      *answer = std::move(message.layer);
  };
  child.on_finish = [this, &task, answer] {
    end_simulation(task, answer.get());
    add(task, *answer);
    advance(task);
    retry_starts();
  };
  child.on_failure = [this, &task](const std::exception& error) {
    end_simulation(task, nullptr);
    fail(task, error);
    retry_starts();
  };
  require_files(files_of_process + files_of_tensors);
  task.child = pool_.start(std::move(child));
  if (!task.key.empty()) task.stored->results.begin(task.key);  // not if there is no process for it
}

/// What the simulation returned becomes the layer's result.
void JobBatch::add(Task& task, const LayerResult& simulated) {
  const Job& job = task.job;
  LayerResult result = finish_result(*job.architecture, job.config, *job.energy_table, simulated);
  result.network = job.network;
  task.layers.push_back(std::move(result));
  task.simulation.reset();
  task.stored.reset();
}

/// The child is through; `result` is null if it failed.
void JobBatch::end_simulation(Task& task, const LayerResult* result) {
  task.child.reset();
  if (task.key.empty()) return;
  const std::shared_ptr<StoredLayer> stored = task.stored;
  stored->results.end(task.key, *task.simulation, result);
  wake(stored, task.key);
}

/// Tasks that wait for a simulation look again.
void JobBatch::wake(const std::shared_ptr<StoredLayer>& stored, const std::string& key) {
  std::vector<Task*> waiting;
  for (Task& task : tasks_)
    if (task.waits && task.stored == stored && task.key == key) waiting.push_back(&task);
  for (Task* task : waiting) {
    task->waits = false;
    advance(*task);
  }
}

/// A child has ended: tasks without a process for their simulation try again.
void JobBatch::retry_starts() {
  std::vector<Task*> lacking;
  for (Task& task : tasks_)
    if (task.lacks_process) lacking.push_back(&task);
  for (Task* task : lacking) {
    task->lacks_process = false;
    advance(*task);
  }
}

/// A user's mistake that comes to light here is that the machine cannot take the layer, or that the engine
/// which was asked for cannot: the machine would then take it with another.
void JobBatch::fail(Task& task, const std::exception& error) {
  const bool is_mistake = is_users_mistake(error);
  const bool is_refused = is_mistake && dynamic_cast<const UnsuitableEngine*>(&error) == nullptr;
  JobOutcome outcome{is_refused ? JobStatus::refused : JobStatus::failed,
                     named_message(task.name(), reason_of(error)), is_mistake};
  outcome.lacks_process = is_limit(error);
  end(task, std::move(outcome));
}

void JobBatch::end(Task& task, JobOutcome outcome) {
  outcome.seconds = seconds_of(task);
  if (task.errors) outcome.stderr_text = task.errors->take();
  runner_.send(outcome_message(task.number, outcome));
  tasks_.remove_if([&](const Task& one) { return &one == &task; });
}

void JobBatch::end_late_ones() {
  if (!options_.timeout) return;
  std::vector<Task*> late;
  for (Task& task : tasks_)
    if (task.child && seconds_of(task) > *options_.timeout) late.push_back(&task);
  for (Task* task : late) {
    pool_.kill(*task->child);
    end_simulation(*task, nullptr);
    end(*task, {JobStatus::failed, late_reason(*options_.timeout)});
  }
  if (!late.empty()) retry_starts();
}

}  // namespace scnnsim
