// SPDX-License-Identifier: Apache-2.0
#include "sim/run/worker_pool.h"

#include <poll.h>

#include <cerrno>
#include <vector>

#include "sim/run/interrupt.h"
#include "sim/run/run_errors.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

constexpr int tick_milliseconds = 200;

}  // namespace

std::uint64_t WorkerPool::start(WorkerTask task) {
  auto running = std::make_unique<Running>(std::move(task));
  if (running->task.on_start) running->task.on_start();
  running_.emplace(next_, std::move(running));
  return next_++;
}

void WorkerPool::kill(std::uint64_t number) {
  running_.erase(number);
}

bool WorkerPool::wait(int descriptor) {
  std::vector<pollfd> waited;
  std::vector<std::uint64_t> numbers;
  for (const auto& [number, running] : running_) {
    waited.push_back({running->child.descriptor(), POLLIN, 0});
    numbers.push_back(number);
  }
  waited.push_back({InterruptScope::descriptor(), POLLIN, 0});  // -1 is passed over by poll
  waited.push_back({descriptor, POLLIN, 0});
  if (poll(waited.data(), waited.size(), tick_milliseconds) < 0 && errno != EINTR)
    throw_system_error(errno, "wait for workers");
  InterruptScope::check();
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (waited[i].revents != 0) serve(numbers[i]);
  return waited.back().revents != 0;
}

void WorkerPool::serve(std::uint64_t number) {
  const auto found = running_.find(number);
  if (found == running_.end()) return;  // killed by a callback
  Running& running = *found->second;
  if (!running.child.receive(running.task.on_message)) finish(number);
}

void WorkerPool::finish(std::uint64_t number) {
  const auto found = running_.find(number);
  if (found == running_.end()) return;
  const std::unique_ptr<Running> running = std::move(found->second);
  running_.erase(found);
  try {
    running->child.finish(running->task.name);
  } catch (const std::exception& error) {
    if (!running->task.on_failure) throw;
    running->task.on_failure(error);
    return;
  }
  if (running->task.on_finish) running->task.on_finish();
}

}  // namespace scnnsim
