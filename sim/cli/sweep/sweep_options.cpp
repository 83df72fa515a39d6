// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/sweep/sweep_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "sim/cli/command_line.h"
#include "sim/cli/common_options.h"
#include "traces/support/named_file.h"

namespace scnnsim {
namespace {

constexpr const char* about_sweeps =
    "Simulates every point of a sweep file: traces or networks, architectures and values of any\n"
    "configuration key, in worker processes. --out is a folder with the store sweep.sqlite, to which each\n"
    "result is committed as it comes; in the end also points.csv, layers.csv and sweep.json. The same\n"
    "command resumes a sweep that was interrupted or killed; after a change of the sweep file it runs the\n"
    "points that are new. A point is never run twice by the same version of the program.\n\n"
    "Other forms:\n"
    "  scnnsim sweep merge STORE... --out DIR    puts the stores of shards together\n"
    "  scnnsim sweep export DIR                  writes points.csv, layers.csv and sweep.json again\n"
    "  scnnsim sweep check DIR                   compares all that the store holds with its checksums\n\n"
    "Exit status: 0 every point is done or invalid; 1 some failed; 2 a mistake in options or files.";
constexpr const char* sweep_examples =
    "  scnnsim sweep fifo_depth --out fifo\n"
    "  scnnsim sweep my_sweep.yaml --dry-run\n"
    "  scnnsim sweep my_sweep.yaml --out part1 --shard 1/4 --timeout 600\n"
    "  scnnsim sweep merge part1 part2 part3 part4 --out all\n";

std::string sweep_about() {
  return fmt::format("{}\n\nSweeps that come with the program: {}", about_sweeps,
                     fmt::join(named_files("sweeps"), ", "));
}

void declare_sweep(CommandLine& command) {
  command.positional("FILE", "a sweep file, or the name of one that comes with the program");
  command.offer("FILE", named_files("sweeps"));
  command.value("out", "DIR", "folder of the sweep, made if it is missing");
  command.value("jobs", "N", "points simulated at once; default: as many as there are cores");
  command.flag("dry-run", "list the points and estimate the time; run nothing");
  command.choice<TableFormat>("format", "FORMAT", "{}: of the list of --dry-run; default text");
  command.value("shard", "I/N", "only the I-th of N parts of about equal cost");
  command.value("timeout", "SECONDS", "a point that takes longer fails");
  command.flag("retry-failed", "run points again that failed in an earlier run");
  command.flag("no-verify", "do not check the outputs");
  add_engine_option(command);
  command.flag("quiet", "show no progress");
}

}  // namespace

std::optional<SweepCommandOptions> parse_sweep_options(const std::vector<std::string>& arguments) {
  CommandLine command("scnnsim sweep", sweep_about(), sweep_examples);
  declare_sweep(command);
  if (!command.parse(arguments)) return std::nullopt;
  SweepCommandOptions options;
  options.dry_run = command.given("dry-run");
  options.out =
      options.dry_run ? command.find<std::string>("out").value_or("") : command.at<std::string>("out");
  if (command.given("out") && options.out.empty())
    throw UserError(command.where("out") + ": got nothing, expected a folder");
  if (command.given("format") && !options.dry_run)
    throw UserError(command.where("format") +
                    ": goes with --dry-run; results are printed by scnnsim table --format");
  options.format = command.find<TableFormat>("format").value_or(TableFormat::text);
  if (const auto text = command.find<std::string>("shard"))
    options.shard = Shard::parse(*text, command.where("shard"));
  options.run.jobs = command.find<unsigned>("jobs", ValueRange<unsigned>{1, 1024})
                         .value_or(std::max(1u, std::thread::hardware_concurrency()));
  options.run.timeout = command.find<double>("timeout", ValueRange<double>{0.001, 1e9});
  options.run.retry_failed = command.given("retry-failed");
  options.simulation.verify = !command.given("no-verify");
  options.simulation.engine = engine_of(command);
  options.run.progress = command.given("quiet") ? nullptr : stderr;
  options.sweep = load_sweep(command.at<std::string>("FILE"));
  return options;
}

}  // namespace scnnsim
