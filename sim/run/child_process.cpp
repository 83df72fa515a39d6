// SPDX-License-Identifier: Apache-2.0
#include "sim/run/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>

#include "sim/run/interrupt.h"
#include "sim/run/run_errors.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// The parent's ends of all pipes: a child closes those of its siblings.
std::vector<int> parent_ends;

/// Runs `body` and tells the parent how it went.
Frame outcome_of(const std::function<void(Channel&)>& body, Channel& channel) {
  try {
    body(channel);
    return {FrameKind::done, ""};
  } catch (const UserError& error) {
    return {FrameKind::user_error, error.what()};
  } catch (const SimulationError& error) {
    return {FrameKind::simulation_error, error.what()};
  } catch (const std::exception& error) {
    return {FrameKind::other_error, reason_of(error)};
  } catch (...) {
    return {FrameKind::other_error, "unknown exception"};
  }
}

/// Ends with _exit: what the parent has yet to do in destructors and atexit functions is not the child's
/// business.
[[noreturn]] void run_child(int descriptor, pid_t parent, const std::function<void(Channel&)>& body) {
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  if (getppid() != parent) _exit(EXIT_FAILURE);  // died before prctl
  prepare_child_memory();
  InterruptScope::leave_in_child();
  std::signal(SIGPIPE, SIG_IGN);
  for (const int end : parent_ends) close(end);
  parent_ends.clear();
  Channel channel(descriptor);
  const Frame last = outcome_of(body, channel);
  std::cout.flush();
  std::fflush(nullptr);
  const bool told = write_frame(descriptor, last.kind, last.text);
  _exit(told && last.kind == FrameKind::done ? EXIT_SUCCESS : EXIT_FAILURE);
}

std::string describe_death(int status) {
  if (WIFSIGNALED(status)) {
    const int number = WTERMSIG(status);
    return fmt::format("its process was killed by signal {} ({}){}", number, strsignal(number),
                       number == SIGKILL ? "; out of memory?" : "");
  }
  return fmt::format("its process ended without a result, exit status {}", WEXITSTATUS(status));
}

}  // namespace

void Channel::send(std::string_view message) {
  if (!write_frame(descriptor_, FrameKind::message, message)) _exit(EXIT_FAILURE);
}

ChildProcess::ChildProcess(const std::function<void(Channel&)>& body) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw_system_error(errno, "open a pipe to a new process");
  std::cout.flush();
  std::fflush(nullptr);  // or the child would print what the parent has buffered once more
  const pid_t parent = getpid();
  parent_ends.push_back(ends[0]);
  descriptor_ = ends[0];
  pid_ = fork();
  if (pid_ == 0) run_child(ends[1], parent, body);
  const int error = errno;
  close(ends[1]);
  if (pid_ > 0) return;
  close(ends[0]);
  parent_ends.pop_back();
  throw_system_error(error, "start a process");
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    reap();
  }
  close(descriptor_);
  parent_ends.erase(std::find(parent_ends.begin(), parent_ends.end(), descriptor_));
}

bool ChildProcess::receive(const std::function<void(std::string)>& on_message) {
  char bytes[65536];
  const ssize_t count = read(descriptor_, bytes, sizeof bytes);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return true;
  if (count < 0) throw_system_error(errno, "read from a worker");
  reader_.append(bytes, static_cast<std::size_t>(count));
  while (auto frame = reader_.next()) {
    if (frame->kind != FrameKind::message)
      last_ = std::move(*frame);
    else if (on_message)
      on_message(std::move(frame->text));
  }
  return count > 0;
}

int ChildProcess::reap() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
  pid_ = -1;
  return status;
}

void ChildProcess::finish(const std::string& name) {
  const int status = reap();
  const std::string prefix = name.empty() ? name : name + ": ";
  switch (last_.kind) {
    case FrameKind::user_error:
      throw UserError(last_.text);
    case FrameKind::simulation_error:
      throw SimulationError(last_.text);
    case FrameKind::other_error:
      throw SimulationError(prefix + last_.text);
    case FrameKind::done:
      if (status == 0) return;
      [[fallthrough]];
    case FrameKind::message:
      throw SimulationError(prefix + describe_death(status));
  }
}

}  // namespace scnnsim
