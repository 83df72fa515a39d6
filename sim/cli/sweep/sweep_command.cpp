// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sim/cli/commands.h"
#include "sim/cli/standard_streams.h"
#include "sim/cli/sweep/sweep_options.h"
#include "sim/cli/sweep/sweep_report.h"
#include "sim/run/interrupt.h"
#include "sim/sweep/report/sweep_export.h"
#include "sim/sweep/store/sweep_folder.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

SweepPlan plan_of(const SweepCommandOptions& options) {
  SweepPlan plan = make_plan(options.sweep, options.simulation);
  if (options.shard) keep_shard(plan, *options.shard);
  return plan;
}

/// Returns the exit status.
int run_and_report(const SweepCommandOptions& options) {
  const SweepPlan plan = plan_of(options);
  open_sweep_folder(options.out);
  clean_folder(options.out, sweep_output_names);
  StoreWriter store(options.out);
  store.set_plan(plan.stored());
  write_file(std::filesystem::path(options.out) / sweep_copy_name, plan.sweep_text);
  run_sweep(plan, store, options.run);
  export_sweep(SweepStore::open_read(options.out), options.out);
  return report_sweep(options.out, false);
}

}  // namespace

const std::vector<Subcommand>& sweep_subcommands() {
  static const std::vector<Subcommand> all{
      {"merge", "put the stores of shards together", sweep_merge},
      {"export", "write points.csv, layers.csv and sweep.json again", sweep_export},
      {"check", "compare every point, result and layer of a store with its checksum", sweep_check},
  };
  return all;
}

int sweep_command(const std::vector<std::string>& arguments) {
  for (const Subcommand& one : sweep_subcommands())
    if (!arguments.empty() && arguments.front() == one.name)
      return one.run({arguments.begin() + 1, arguments.end()});
  const std::optional<SweepCommandOptions> options = parse_sweep_options(arguments);
  if (!options) return 0;
  if (options->dry_run) {
    print_lines(describe_plan(plan_of(*options), *options));
    return 0;
  }
  const InterruptScope interrupts;
  try {
    return run_and_report(*options);
  } catch (const Interrupted& interrupted) {
    throw Interrupted(
        interrupted.signal_number(),
        fmt::format("interrupted; what was finished is in {}, and the same command goes on from "
                    "there",
                    options->out));
  }
}

}  // namespace scnnsim
