// SPDX-License-Identifier: Apache-2.0
#include "sim/run/worker_process.h"

#include <algorithm>
#include <chrono>

#include "sim/run/interrupt.h"
#include "sim/run/worker_pool.h"

namespace scnnsim {
namespace {

constexpr auto tick_interval = std::chrono::milliseconds(200);

/// Calls a function at most once per tick.
class Ticker {
 public:
  explicit Ticker(const std::function<void()>& on_tick) : on_tick_(on_tick) {}
  void tick() {
    const auto now = std::chrono::steady_clock::now();
    if (!on_tick_ || now - last_ < tick_interval) return;
    last_ = now;
    on_tick_();
  }

 private:
  const std::function<void()>& on_tick_;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace

void run_workers(const std::vector<WorkerTask>& tasks, unsigned jobs, const std::function<void()>& on_tick) {
  WorkerPool pool;
  Ticker ticker(on_tick);
  auto next = tasks.begin();
  while (next != tasks.end() || pool.running() > 0) {
    InterruptScope::check();
    while (next != tasks.end() && pool.running() < std::max(jobs, 1u)) pool.start(*next++);
    pool.wait();
    ticker.tick();
  }
}

void run_in_worker(const std::string& name, const std::function<void(Channel&)>& body,
                   const std::function<void(std::string)>& on_message) {
  run_workers({WorkerTask{name, body, on_message, {}, {}}}, 1);
}

}  // namespace scnnsim
