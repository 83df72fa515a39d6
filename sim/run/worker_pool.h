// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "sim/run/child_process.h"
#include "sim/run/worker_process.h"

namespace scnnsim {

inline constexpr int no_descriptor = -1;  ///< poll passes over it

/// Worker processes that run at once; run_workers does a fixed list of tasks with one.
class WorkerPool {
 public:
  /// Forks a process for the task; returns a number for kill().
  std::uint64_t start(WorkerTask task);
  std::size_t running() const { return running_.size(); }
  /// Kills and reaps a task's process; none of its callbacks is called any more.
  void kill(std::uint64_t number);

  /// Waits for a message, the end of a task, an interrupt or a fraction of a second, and calls the tasks'
  /// callbacks, which may start and kill tasks. Throws Interrupted, what callbacks throw, and the failure of
  /// a task without on_failure. `descriptor`, if any, is waited for, too: returns whether it is readable.
  bool wait(int descriptor = no_descriptor);

 private:
  struct Running {
    WorkerTask task;
    ChildProcess child;
    explicit Running(WorkerTask work) : task(std::move(work)), child(task.body) {}
  };
  void serve(std::uint64_t number);
  void finish(std::uint64_t number);

  std::map<std::uint64_t, std::unique_ptr<Running>> running_;
  std::uint64_t next_ = 0;
};

}  // namespace scnnsim
