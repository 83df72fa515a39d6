// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <string>
#include <vector>

#include "sim/cli/run_program.h"
#include "sim/cli/standard_streams.h"
#include "sim/cli/trace/import_options.h"
#include "sim/run/interrupt.h"
#include "sim/text/visible.h"
#include "tools/import/import_model.h"

namespace {

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
  if (!command.parse(arguments)) return 0;
  const scnnsim::ImportSettings settings = scnnsim::read_settings(command);
  const scnnsim::InterruptScope interrupts;
  print_report(scnnsim::import_model(settings), settings.name);
  return 0;
}

}  // namespace

/// `scnnsim-import MODEL ...`: what `scnnsim trace import` runs.
int main(int count, char** arguments) {
  return scnnsim::run_program(count, arguments, import);
}
