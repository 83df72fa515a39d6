// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>
#include <stdexcept>
#include <string>

namespace scnnsim {

/// SIGINT, SIGTERM or SIGHUP reached the program inside an InterruptScope. The program exits with 128 +
/// signal.
class Interrupted : public std::runtime_error {
 public:
  explicit Interrupted(int signal_number, const std::string& message = "interrupted")
      : std::runtime_error(message), signal_number_(signal_number) {}
  int signal_number() const { return signal_number_; }

 private:
  int signal_number_;
};

/// While one lives, SIGINT, SIGTERM and SIGHUP wait until somebody looks (check(), run_workers) instead of
/// ending the program at once, so that workers are reaped and nothing is left half-written. One at a time.
/// Signals that the program was started to ignore stay ignored. A signal nobody looked at ends the program
/// when the scope ends.
class InterruptScope {
 public:
  InterruptScope();
  ~InterruptScope();
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;

  /// Throws Interrupted if a signal waits. Does nothing without a scope.
  static void check();
  /// Becomes readable when a signal waits; -1 without a scope.
  static int descriptor();
  /// In a forked child: signals are as before the scope, except that SIGINT, which a terminal sends to the
  /// whole process group, is ignored: the parent decides.
  static void leave_in_child();

 private:
  sigset_t previous_mask_;
  int descriptor_;
};

}  // namespace scnnsim
