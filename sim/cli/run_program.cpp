// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/run_program.h"

#include <exception>
#include <new>

#include "sim/cli/standard_streams.h"
#include "sim/run/interrupt.h"
#include "sim/run/run_errors.h"
#include "traces/support/error.h"

namespace scnnsim {

namespace {

enum ExitStatus { done = 0, failed = 1, user_error = 2, signal_base = 128 };

int fail(int status, const std::string& message) {
  print_message(message);
  return status;
}

template <class Command>
int status_of(const Command& command) {
  try {
    return command();
  } catch (const UserError& error) {
    return fail(user_error, std::string("error: ") + error.what());
  } catch (const SimulationError& error) {
    return fail(failed, std::string("error: ") + error.what());
  } catch (const Interrupted& interrupted) {
    return fail(signal_base + interrupted.signal_number(), interrupted.what());
  } catch (const std::bad_alloc& error) {
    return fail(failed, "error: " + reason_of(error));
  } catch (const std::exception& error) {
    if (standard_output_failed()) return failed;  // what fmt::print throws; told by run_program()
    return fail(failed, std::string("internal error: ") + error.what());
  }
}

}  // namespace

int run_program(int count, char** arguments, int (*command)(const std::vector<std::string>&)) {
  protect_standard_streams();
  const int status = status_of([&] { return command({arguments + 1, arguments + count}); });
  if (!standard_output_failed()) return status;
  if (nobody_reads_output()) return status == done ? end_as_broken_pipe() : status;
  return fail(status == done ? failed : status, "error: cannot write to standard output");
}

}  // namespace scnnsim
