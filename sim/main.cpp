// SPDX-License-Identifier: Apache-2.0
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "sim/cli/commands.h"
#include "sim/cli/standard_streams.h"
#include "sim/run/interrupt.h"
#include "sim/run/run_errors.h"
#include "traces/support/error.h"

namespace {

enum ExitStatus { done = 0, simulation_failed = 1, user_error = 2, signal_base = 128 };

int fail(int status, const std::string& message) {
  scnnsim::print_message(message);
  return status;
}

int run(const std::vector<std::string>& arguments) {
  try {
    return scnnsim::dispatch(arguments);
  } catch (const scnnsim::UserError& error) {
    return fail(user_error, std::string("error: ") + error.what());
  } catch (const scnnsim::SimulationError& error) {
    return fail(simulation_failed, std::string("error: ") + error.what());
  } catch (const scnnsim::Interrupted& interrupted) {
    return fail(signal_base + interrupted.signal_number(), interrupted.what());
  } catch (const std::bad_alloc& error) {
    return fail(simulation_failed, "error: " + scnnsim::reason_of(error));
  } catch (const std::exception& error) {
    if (scnnsim::standard_output_failed()) return simulation_failed;  // what fmt::print throws; told below
    return fail(simulation_failed, std::string("internal error: ") + error.what());
  }
}

}  // namespace

int main(int count, char** arguments) {
  scnnsim::protect_standard_streams();
  const int status = run({arguments + 1, arguments + count});
  if (!scnnsim::standard_output_failed()) return status;
  if (scnnsim::nobody_reads_output()) return status == done ? scnnsim::end_as_broken_pipe() : status;
  return fail(status == done ? simulation_failed : status, "error: cannot write to standard output");
}
