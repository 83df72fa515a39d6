// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace scnnsim {

/// The worker's end of the pipe to its parent: messages arrive whole and in order.
class Channel {
 public:
  explicit Channel(int descriptor) : descriptor_(descriptor) {}
  /// Blocks while the pipe is full. A parent that is gone ends the worker.
  void send(std::string_view message);

 private:
  int descriptor_;
};

/// A piece of work for a process of its own.
struct WorkerTask {
  std::string name;  ///< opens the message when the process crashes: "layer conv1"; may be empty
  std::function<void(Channel&)> body;                ///< runs in the child
  std::function<void(std::string)> on_message = {};  ///< runs in the parent, for each message of the body
  std::function<void()> on_start = {};               ///< runs in the parent
  std::function<void()> on_finish = {};  ///< runs in the parent, after the last message of a successful body
  /// Runs in the parent instead of on_finish, with what was wrong; without it the failure is thrown.
  std::function<void(const std::exception&)> on_failure = {};
};

/// Forks a process per task, at most `jobs` at a time, in the order given, and waits for all of them.
/// `on_tick`, if any, is called several times a second.
///
/// A UserError or SimulationError thrown by a body is thrown here again, as the same type with the same
/// message; any other exception, a signal or an exit becomes a SimulationError that names the task. The first
/// failure without on_failure kills and reaps the other workers; so does an exception thrown by a callback
/// and an interrupt (see InterruptScope). When the parent dies its workers are killed (Linux).
///
/// The caller must be single-threaded. A body ends without running destructors of static objects or atexit
/// functions.
void run_workers(const std::vector<WorkerTask>& tasks, unsigned jobs,
                 const std::function<void()>& on_tick = {});

/// One body in a process of its own; see run_workers.
void run_in_worker(const std::string& name, const std::function<void(Channel&)>& body,
                   const std::function<void(std::string)>& on_message = {});

}  // namespace scnnsim
