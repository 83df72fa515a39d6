// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <exception>
#include <new>
#include <string>
#include <vector>

#include "sim/cli/standard_streams.h"
#include "sim/cli/trace/import_options.h"
#include "sim/run/interrupt.h"
#include "sim/text/visible.h"
#include "tools/import/import_model.h"
#include "traces/support/error.h"

namespace {

// As the main program's.
enum ExitStatus { done = 0, failed = 1, user_error = 2, signal_base = 128 };

void print_report(const scnnsim::ImportReport& report, const std::string& name) {
  std::string text = scnnsim::summary_table(report.layers);
  for (const scnnsim::LeftOut& one : report.left_out)
    text += fmt::format("left out: {}: {}\n", scnnsim::visible(one.node), scnnsim::visible(one.reason));
  for (const std::string& note : report.notes) text += note + "\n";
  scnnsim::print_lines(text);
  for (const std::string& trace : report.traces)
    scnnsim::print_line(fmt::format("{}: trace of {}, {} layer{}", trace, name, report.layers.size(),
                                    report.layers.size() == 1 ? "" : "s"));
}

int import(const std::vector<std::string>& arguments) {
  scnnsim::CommandLine command = scnnsim::options_of_import();
  if (!command.parse(arguments)) return done;
  const scnnsim::ImportSettings settings = scnnsim::read_settings(command);
  const scnnsim::InterruptScope interrupts;
  print_report(scnnsim::import_model(settings), settings.name);
  return done;
}

int fail(int status, const std::string& message) {
  scnnsim::print_message(message);
  return status;
}

int run(const std::vector<std::string>& arguments) {
  try {
    return import(arguments);
  } catch (const scnnsim::UserError& error) {
    return fail(user_error, std::string("error: ") + error.what());
  } catch (const scnnsim::Interrupted& interrupted) {
    return fail(signal_base + interrupted.signal_number(), interrupted.what());
  } catch (const std::bad_alloc&) {
    return fail(failed, "error: out of memory");
  } catch (const std::exception& error) {
    if (scnnsim::standard_output_failed()) return failed;
    return fail(failed, std::string("internal error: ") + error.what());
  }
}

}  // namespace

/// `scnnsim-import MODEL ...`: what `scnnsim trace import` runs.
int main(int count, char** arguments) {
  scnnsim::protect_standard_streams();
  const int status = run({arguments + 1, arguments + count});
  if (!scnnsim::standard_output_failed()) return status;
  if (scnnsim::nobody_reads_output()) return status == done ? scnnsim::end_as_broken_pipe() : status;
  return fail(status == done ? failed : status, "error: cannot write to standard output");
}
