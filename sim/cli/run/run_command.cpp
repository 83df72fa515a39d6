// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <chrono>
#include <iostream>
#include <optional>

#include "models/memory/banked/dram_device.h"
#include "sim/cli/commands.h"
#include "sim/cli/common_options.h"
#include "sim/cli/run/activity_files.h"
#include "sim/cli/run/run_options.h"
#include "sim/cli/run/run_report.h"
#include "sim/cli/standard_streams.h"
#include "sim/run/interrupt.h"
#include "sim/text/visible.h"
#include "traces/support/files.h"
#include "traces/support/output_folder.h"

namespace scnnsim {
namespace {

std::vector<std::string> files_written(const RunResults& results) {
  std::vector<std::string> files{"results.json", "layers.csv", "config.yaml", "run.json"};
  if (!results.energy_table.is_built_in) files.emplace_back(energy_file_name);
  return files;
}

/// The files that --out holds: files_written().
/// `config`: the configuration as given.
void write_results(const std::filesystem::path& folder, const RunResults& results,
                   const MachineConfig& config, const ExecutionFacts& facts) {
  if (!results.energy_table.is_built_in) write_file(folder / energy_file_name, results.energy_table.text);
  FileWriter writer(folder / "results.json");
  write_results_json(results, [&writer](std::string_view text) { writer.write(text); });
  writer.commit();
  write_file(folder / "layers.csv", layers_csv(results.layers));
  write_file(folder / "config.yaml", preset_comment(config) + to_yaml(results.config, true));
  write_file(folder / "run.json", execution_json(facts));
}

ExecutionFacts simulate(const RunRequest& request, bool quiet, std::vector<UnsimulatedLayer>& unsimulated) {
  const auto start = std::chrono::steady_clock::now();
  ExecutionFacts facts{request.options.quantum, request.jobs, 0, {}};
  LayerRuns runs = run_layers(request, quiet ? nullptr : stderr);
  facts.runs = std::move(runs.done);
  unsimulated = std::move(runs.unsimulated);
  facts.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return facts;
}

/// Runs, writes --out, prints the tables.
int run_and_report(const RunOptions& options, const std::vector<std::string>& arguments) {
  std::optional<OutputFolder> out;
  if (!options.out.empty()) {
    out.emplace(options.out, options.force, std::vector<std::filesystem::path>{options.request.trace.folder});
    print_leftovers(out->leftovers());
  }
  RunResults results = describe_run(options.request);
  if (!options.quiet)
    for (const std::string& unused :
         {grains_not_used(options.request), dram_keys_not_used(options.request.config)})
      if (!unused.empty()) print_message(unused);
  ActivityFiles activity(options.activity, options.request);
  RunRequest request = options.request;
  request.activity = activity.targets();
  ExecutionFacts facts = simulate(request, options.quiet, results.unsimulated);
  facts.command = {"scnnsim", "run"};
  facts.command.insert(facts.command.end(), arguments.begin(), arguments.end());
  for (const LayerRun& run : facts.runs) results.layers.push_back(run.result);
  if (out) {
    write_results(out->path(), results, request.config, facts);
    InterruptScope::check();
    out->commit();
  }
  if (options.format == TableFormat::json)
    write_results_json(results, print_lines);
  else
    print_lines(report(results, options.format, options.is_wide));
  if (options.format == TableFormat::text) {
    print_line("");
    for (const std::string& note : run_notes(results, options.request.layers))
      print_lines((options.is_wide ? note : broken(note, terminal_width)) + "\n");
  }
  if (out && !options.quiet)
    print_message(fmt::format("{}: written: {}", options.out, fmt::join(files_written(results), ", ")));
  for (const std::string& message : activity.write(results))
    if (!options.quiet) print_message(message);
  return print_warnings(results) ? 0 : 1;
}

}  // namespace

int run_command(const std::vector<std::string>& arguments) {
  const std::optional<RunOptions> options = parse_run_options(arguments);
  if (!options) return 0;
  const InterruptScope interrupts;
  try {
    return run_and_report(*options, arguments);
  } catch (const Interrupted& interrupted) {
    if (options->out.empty()) throw;
    throw Interrupted(interrupted.signal_number(),
                      fmt::format("interrupted; nothing was written to {}", options->out));
  }
}

}  // namespace scnnsim
