// SPDX-License-Identifier: Apache-2.0
#include "sim/run/interrupt.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

#include "sim/run/run_errors.h"

namespace scnnsim {
namespace {

const InterruptScope* active_scope = nullptr;
int active_descriptor = -1;
sigset_t mask_before_scope;

/// A blocked signal would be delivered to the descriptor even if the program ignores it (nohup): leave those
/// alone.
sigset_t signals_to_hold() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action {};
    if (sigaction(number, nullptr, &action) == 0 && action.sa_handler != SIG_IGN) sigaddset(&signals, number);
  }
  return signals;
}

}  // namespace

InterruptScope::InterruptScope() {
  if (active_scope != nullptr) throw std::logic_error("InterruptScope: one is active already");
  const sigset_t signals = signals_to_hold();
  sigprocmask(SIG_BLOCK, &signals, &previous_mask_);
  descriptor_ = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
  if (descriptor_ < 0) {
    const int error = errno;
    sigprocmask(SIG_SETMASK, &previous_mask_, nullptr);
    throw_system_error(error, "wait for signals");
  }
  active_scope = this;
  active_descriptor = descriptor_;
  mask_before_scope = previous_mask_;
}

InterruptScope::~InterruptScope() {
  if (active_scope == this) {  // not after leave_in_child()
    active_scope = nullptr;
    active_descriptor = -1;
    close(descriptor_);
    sigprocmask(SIG_SETMASK, &previous_mask_, nullptr);
  }
}

void InterruptScope::check() {
  if (active_descriptor < 0) return;
  signalfd_siginfo info{};
  if (read(active_descriptor, &info, sizeof info) == static_cast<ssize_t>(sizeof info))
    throw Interrupted(static_cast<int>(info.ssi_signo));
}

int InterruptScope::descriptor() {
  return active_descriptor;
}

void InterruptScope::leave_in_child() {
  std::signal(SIGINT, SIG_IGN);
  if (active_scope == nullptr) return;
  close(active_descriptor);
  active_scope = nullptr;
  active_descriptor = -1;
  sigprocmask(SIG_SETMASK, &mask_before_scope, nullptr);
}

}  // namespace scnnsim
