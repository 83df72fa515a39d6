// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <vector>

#include "sim/cli/commands.h"
#include "sim/run/interrupt.h"
#include "traces/error.h"

namespace {

enum ExitStatus { done = 0, simulation_failed = 1, user_error = 2, signal_base = 128 };

int fail(int status, const std::string& message) {
  std::cout.flush();
  fmt::print(stderr, "scnnsim: {}\n", message);
  return status;
}

int run(const std::vector<std::string>& arguments) {
  const int status = scnnsim::dispatch(arguments);
  if (!std::cout.flush()) return fail(simulation_failed, "error: cannot write to standard output");
  return status;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run({arguments + 1, arguments + count});
  } catch (const scnnsim::UserError& error) {
    return fail(user_error, fmt::format("error: {}", error.what()));
  } catch (const scnnsim::SimulationError& error) {
    return fail(simulation_failed, fmt::format("error: {}", error.what()));
  } catch (const scnnsim::Interrupted& interrupted) {
    return fail(signal_base + interrupted.signal_number(), "interrupted; nothing was written");
  } catch (const std::bad_alloc&) {
    return fail(simulation_failed, "error: out of memory");
  } catch (const std::exception& error) {
    return fail(simulation_failed, fmt::format("internal error: {}", error.what()));
  }
}
