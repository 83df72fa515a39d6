// SPDX-License-Identifier: Apache-2.0
#include "sim/run/worker_process.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <system_error>

#include "sim/run/child_process.h"
#include "sim/run/interrupt.h"

namespace scnnsim {
namespace {

constexpr int tick_milliseconds = 200;

struct RunningTask {
  const WorkerTask* task;
  std::unique_ptr<ChildProcess> child;
};

/// Waits for a message, an interrupt or the next tick. result[i] says whether running[i] has something to
/// read.
std::vector<bool> wait_for_any(const std::vector<RunningTask>& running) {
  std::vector<pollfd> waited;
  waited.reserve(running.size() + 1);
  for (const RunningTask& one : running) waited.push_back({one.child->descriptor(), POLLIN, 0});
  waited.push_back({InterruptScope::descriptor(), POLLIN, 0});  // -1 is passed over by poll
  if (poll(waited.data(), waited.size(), tick_milliseconds) < 0 && errno != EINTR)
    throw std::system_error(errno, std::generic_category(), "poll");
  std::vector<bool> ready;
  ready.reserve(running.size());
  for (std::size_t i = 0; i < running.size(); ++i) ready.push_back(waited[i].revents != 0);
  return ready;
}

RunningTask start(const WorkerTask& task) {
  RunningTask running{&task, std::make_unique<ChildProcess>(task.body)};
  if (task.on_start) task.on_start();
  return running;
}

/// Returns false once the task has finished.
bool serve(RunningTask& running) {
  if (running.child->receive(running.task->on_message)) return true;
  running.child->finish(running.task->name);
  running.child.reset();
  if (running.task->on_finish) running.task->on_finish();
  return false;
}

/// Calls a function at most once per tick.
class Ticker {
 public:
  explicit Ticker(const std::function<void()>& on_tick) : on_tick_(on_tick) {}
  void tick() {
    const auto now = std::chrono::steady_clock::now();
    if (!on_tick_ || now - last_ < std::chrono::milliseconds(tick_milliseconds)) return;
    last_ = now;
    on_tick_();
  }

 private:
  const std::function<void()>& on_tick_;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace

void run_workers(const std::vector<WorkerTask>& tasks, unsigned jobs, const std::function<void()>& on_tick) {
  std::vector<RunningTask> running;
  Ticker ticker(on_tick);
  auto next = tasks.begin();
  while (next != tasks.end() || !running.empty()) {
    InterruptScope::check();
    while (next != tasks.end() && running.size() < std::max(jobs, 1u)) running.push_back(start(*next++));
    const std::vector<bool> ready = wait_for_any(running);
    InterruptScope::check();
    for (std::size_t i = ready.size(); i-- > 0;)
      if (ready[i] && !serve(running[i])) running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
    ticker.tick();
  }
}

void run_in_worker(const std::string& name, const std::function<void(Channel&)>& body,
                   const std::function<void(std::string)>& on_message) {
  run_workers({WorkerTask{name, body, on_message, {}, {}}}, 1);
}

}  // namespace scnnsim
