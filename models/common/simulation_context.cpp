// SPDX-License-Identifier: Apache-2.0
#include "models/common/simulation_context.h"

#include <random>
#include <utility>

#include "models/common/main_stack.h"
#include "models/common/time_units.h"
#include "models/common/timed_process.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

constexpr int process_stack_bytes = 256 * 1024;

void shuffle(std::vector<TimedProcess*>& processes, std::uint32_t seed) {
  std::mt19937 random(seed);
  for (std::size_t i = processes.size(); i > 1; --i) std::swap(processes[i - 1], processes[random() % i]);
}

}  // namespace

SimulationContext::SimulationContext(double frequency, Cycle quantum, Cycle watchdog)
    : cycle_femtoseconds_(femtoseconds_per_cycle(frequency)), quantum_(quantum), watchdog_(watchdog) {
  sc_core::sc_set_time_resolution(1, sc_core::SC_FS);
}

void SimulationContext::start(TimedProcess& process) {
  sc_core::sc_spawn_options options;
  options.set_stack_size(process_stack_bytes);
  handles_.push_back(sc_core::sc_spawn(
      [this, &process] {
        try {
          process.run();
          process.set_finished();
        } catch (const sc_core::sc_unwind_exception&) {
          throw;  // the kernel ends unfinished processes by this exception
        } catch (...) {
          fail(std::current_exception());
        }
      },
      sc_core::sc_gen_unique_name("process"), &options));
}

void SimulationContext::fail(std::exception_ptr error) {
  if (error_) return;
  error_ = std::move(error);
  sc_core::sc_stop();
}

void SimulationContext::run(std::uint32_t order_seed) {
  if (order_seed != 0) shuffle(processes_, order_seed);
  for (TimedProcess* process : processes_) start(*process);
  sc_core::sc_report_handler::set_actions("/OSCI/SystemC", sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
  sc_core::sc_set_stop_mode(sc_core::SC_STOP_IMMEDIATE);
  try {
    sc_core::sc_start();
  } catch (...) {
    if (!error_) error_ = std::current_exception();
  }
  announce_main_stack();
  if (error_) std::rethrow_exception(error_);
  check_finished();
}

void SimulationContext::check_finished() const {
  constexpr std::size_t longest_report = 40;
  std::string waiting;
  std::size_t count = 0;
  for (const TimedProcess* process : processes_) {
    if (process->finished() || ++count > longest_report) continue;
    waiting += "\n  " + process->describe_wait();
  }
  if (count == 0) return;
  if (count > longest_report) waiting += "\n  ... and " + std::to_string(count - longest_report) + " more";
  throw SimulationError("deadlock: the simulated machine stands still; its blocks wait for each other:" +
                        waiting);
}

}  // namespace scnnsim

/// Entry point that the SystemC library requires. Never called: the program has its own main().
int sc_main(int, char*[]) {
  return 1;
}
