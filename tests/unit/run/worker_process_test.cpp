// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "sim/run/interrupt.h"
#include "sim/run/worker_process.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

std::ptrdiff_t open_descriptors() {
  const std::filesystem::directory_iterator files("/proc/self/fd");
  return std::distance(begin(files), end(files));
}

/// Every test must leave no child and no descriptor behind.
class CliWorkerProcess : public ::testing::Test {
 protected:
  void TearDown() override {
    EXPECT_EQ(open_descriptors(), descriptors_before_);
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
    EXPECT_EQ(errno, ECHILD);
  }

  template <class Error>
  static std::string message_of(const std::function<void(Channel&)>& body) {
    try {
      run_in_worker("layer x", body);
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  }

 private:
  const std::ptrdiff_t descriptors_before_ = open_descriptors();
};

WorkerTask sleeper() {
  return {"sleeper", [](Channel&) { sleep(600); }, {}, {}, {}};
}

TEST_F(CliWorkerProcess, messages_arrive_whole_and_in_order) {
  std::vector<std::string> messages;
  run_in_worker(
      "w",
      [](Channel& channel) {
        channel.send("one");
        channel.send("");
        channel.send(std::string("a\0b", 3));
      },
      [&](std::string message) { messages.push_back(std::move(message)); });
  EXPECT_EQ(messages, (std::vector<std::string>{"one", "", std::string("a\0b", 3)}));
}

TEST_F(CliWorkerProcess, the_body_runs_in_another_process) {
  int value = 1;
  std::string child;
  run_in_worker(
      "w",
      [&](Channel& channel) {
        value = 2;
        channel.send(std::to_string(getpid()));
      },
      [&](std::string message) { child = std::move(message); });
  EXPECT_EQ(value, 1);
  EXPECT_NE(child, std::to_string(getpid()));
}

TEST_F(CliWorkerProcess, messages_larger_than_a_pipe_arrive) {
  std::string large(20'000'000, 'x');
  large.back() = 'y';
  std::string received;
  run_in_worker(
      "w", [&](Channel& channel) { channel.send(large); },
      [&](std::string message) { received = std::move(message); });
  EXPECT_TRUE(received == large);
}

TEST_F(CliWorkerProcess, exceptions_keep_their_kind_and_message) {
  EXPECT_EQ(message_of<UserError>([](Channel&) { throw UserError("bad file"); }), "bad file");
  EXPECT_EQ(message_of<SimulationError>([](Channel&) { throw SimulationError("stuck"); }), "stuck");
  EXPECT_EQ(message_of<SimulationError>([](Channel&) { throw std::logic_error("bug"); }), "layer x: bug");
  EXPECT_EQ(message_of<SimulationError>([](Channel&) { throw std::bad_alloc(); }), "layer x: out of memory");
  EXPECT_EQ(message_of<SimulationError>([](Channel&) { throw 7; }), "layer x: unknown exception");
}

TEST_F(CliWorkerProcess, a_crash_names_task_and_signal) {
  const std::string error = message_of<SimulationError>([](Channel&) {
    std::signal(SIGABRT, SIG_DFL);
    std::abort();
  });
  EXPECT_NE(error.find("layer x: its process was killed by signal 6"), std::string::npos) << error;
  EXPECT_EQ(message_of<SimulationError>([](Channel&) { _exit(3); }),
            "layer x: its process ended without a result, exit status 3");
  EXPECT_NE(message_of<SimulationError>([](Channel&) { _exit(0); }), "no error");
}

TEST_F(CliWorkerProcess, many_tasks_all_run_and_at_most_jobs_at_once) {
  std::vector<WorkerTask> tasks;
  std::vector<int> answers(100, -1);
  int running = 0, most = 0, finished = 0;
  for (int i = 0; i < 100; ++i)
    tasks.push_back({"task " + std::to_string(i), [i](Channel& channel) { channel.send(std::to_string(i)); },
                     [&answers, i](const std::string& message) {
                       answers[static_cast<std::size_t>(i)] = std::stoi(message);
                     },
                     [&] { most = std::max(most, ++running); },
                     [&] {
                       --running;
                       ++finished;
                     }});
  run_workers(tasks, 7);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(answers[static_cast<std::size_t>(i)], i);
  EXPECT_EQ(finished, 100);
  EXPECT_EQ(most, 7);
}

TEST_F(CliWorkerProcess, the_first_failure_ends_the_others) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THROW(
      run_workers({sleeper(), {"bad", [](Channel&) { throw UserError("x"); }, {}, {}, {}}, sleeper()}, 3),
      UserError);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
}

TEST_F(CliWorkerProcess, an_exception_of_a_callback_ends_the_workers) {
  const WorkerTask talker{"t",
                          [](Channel& channel) { channel.send("x"); },
                          [](const std::string&) { throw std::runtime_error("no"); },
                          {},
                          {}};
  EXPECT_THROW(run_workers({sleeper(), talker}, 2), std::runtime_error);
}

TEST_F(CliWorkerProcess, an_interrupt_ends_the_workers) {
  const auto handler = std::signal(SIGINT, SIG_DFL);  // a shell's background processes ignore it
  const InterruptScope interrupts;
  const auto interrupt = [] { raise(SIGINT); };
  try {
    run_workers({{"s", [](Channel&) { sleep(600); }, {}, interrupt, {}}, sleeper()}, 2);
    FAIL();
  } catch (const Interrupted& interrupted) {
    EXPECT_EQ(interrupted.signal_number(), SIGINT);
  }
  std::signal(SIGINT, handler);
}

TEST_F(CliWorkerProcess, a_tick_comes_while_workers_are_silent) {
  int ticks = 0;
  run_workers({{"s", [](Channel&) { usleep(700'000); }, {}, {}, {}}}, 1, [&] { ++ticks; });
  EXPECT_GE(ticks, 2);
}

}  // namespace
}  // namespace scnnsim
