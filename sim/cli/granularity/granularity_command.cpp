// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <thread>

#include "sim/architectures/architecture.h"
#include "sim/architectures/dram_energy.h"
#include "sim/cli/commands.h"
#include "sim/cli/common_options.h"
#include "sim/cli/granularity/scratch_folder.h"
#include "sim/cli/standard_streams.h"
#include "sim/cli/sweep/sweep_report.h"
#include "sim/granularity/granularity_table.h"
#include "sim/layer/simulate_layer.h"
#include "sim/run/interrupt.h"
#include "sim/sweep/plan/sweep_plan.h"
#include "sim/sweep/report/sweep_export.h"
#include "sim/sweep/run/sweep_run.h"
#include "sim/sweep/store/sweep_folder.h"
#include "traces/channel_source.h"
#include "traces/prune.h"
#include "traces/support/files.h"
#include "traces/support/messages.h"
#include "traces/trace.h"

namespace scnnsim {
namespace {

constexpr const char* table_name = "granularity.csv";

constexpr const char* granularity_about =
    "Compares pruning granularities on one network: prunes the trace of a dense network at each granularity "
    "and\n"
    "density, runs it on the machines that are built for the grain, and prints one table. Each group of "
    "rows\n"
    "begins with element pruning on scnn, whose values stand there; other rows are relative to it, and * "
    "marks\n"
    "the lowest of each column. Machines: scnn with an index per grain, with products merged by grain and\n"
    "without; dcnn_structured for filter and channel; dcnn_nm for n:m.\n\n"
    "--accuracy FILE.csv adds rows at equal accuracy: its columns are granularity, density, accuracy (or "
    "top1)\n"
    "and perhaps seed, as pruning and retraining measured them, with a row of granularity none for the "
    "dense\n"
    "network. The density that each granularity needs is interpolated for every seed, simulated, and given "
    "as\n"
    "mean and standard deviation over the seeds.\n\n"
    "A sweep is underneath, which --out keeps: its store, points.csv, layers.csv, sweep.json, and "
    "granularity.csv, "
    "the\n"
    "table with every number. The same command resumes it; with other granularities, densities or accuracies "
    "it\n"
    "runs the points that are new. Shards are put together by scnnsim sweep merge; the same command without\n"
    "--shard on the merged folder prints the table.";
constexpr const char* granularity_examples =
    "  scnnsim granularity traces/digits-dense --density 0.2\n"
    "  scnnsim granularity my-trace --granularity element,vector,2:4,block:4x4 --density 0.1,0.2,0.4 --out "
    "mine\n"
    "  scnnsim granularity my-trace --accuracy my-retraining.csv --loss 0.01,0.02 --out mine\n"
    "  scnnsim granularity my-trace --machine scnn,dcnn,dcnn_opt --values off --out mine\n";

void declare_granularity(CommandLine& command) {
  command.positional("TRACE", "folder of the trace of a network that is not pruned")
      .value("granularity", "G,...", "default element,vector,kernel,filter; also channel, n:m and block:KxC")
      .value("density", "D,...", "shares of the grains that stay; default 0.1,0.2,0.4,0.7; n:m has its own")
      .value("machine", "M,...", "architectures for all granularities instead of those made for each")
      .value("accuracy", "FILE", "a CSV file of accuracies: adds rows at equal accuracy")
      .value("loss", "L,...",
             "with --accuracy: losses against the dense network, as shares; default 0.01,0.02")
      .value("layers", "A,B", "only these layers of the trace");
  add_config_options(command);
  command.value("values", "on|off", "off: timing and accesses alone, nothing verified; default on")
      .value("out", "DIR", "keep the sweep in this folder, made if it is missing")
      .value("jobs", "N", "points simulated at once; default: as many as there are cores")
      .value("shard", "I/N", "only the I-th of N parts of about equal cost; no table")
      .value("timeout", "SECONDS", "a point that takes longer fails")
      .flag("retry-failed", "run points again that failed in an earlier run")
      .flag("no-verify", "do not check the outputs")
      .value("format", "FORMAT", choices<TableFormat>() + ": of the table; default text")
      .flag("quiet", "show no progress");
  add_engine_option(command);
}

std::vector<double> numbers(const CommandLine& command, const char* name, std::vector<double> otherwise) {
  if (!command.given(name)) return otherwise;
  std::vector<double> values;
  for (const std::string& text : command.list(name))
    values.push_back(parse_scalar<double>(text, command.where(name), ValueRange<double>{0, 1}));
  return values;
}

std::vector<Granularity> granularities(const CommandLine& command) {
  if (!command.given("granularity"))
    return {Granularity::element, Granularity::vector, Granularity::kernel, Granularity::filter};
  std::vector<Granularity> all;
  for (const std::string& text : command.list("granularity")) {
    const auto one = parse_scalar<Granularity>(text, command.where("granularity"));
    if (one == Granularity::none)
      throw UserError(command.where("granularity") + ": got none, expected " + prunable_choices());
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  }
  return all;
}

StudyOptions study_of(const CommandLine& command) {
  StudyOptions study;
  study.trace = command.at<std::string>("TRACE");
  study.layers = command.list("layers");
  study.granularities = granularities(command);
  study.densities = numbers(command, "density", {0.1, 0.2, 0.4, 0.7});
  for (const double density : study.densities)
    if (density == 0)
      throw UserError(command.where("density") + ": got 0, expected a share above 0: nothing would be left");
  study.losses = numbers(command, "loss", {0.01, 0.02});
  if (command.given("loss") && !command.given("accuracy"))
    throw UserError(command.where("loss") + ": goes with --accuracy, which has the accuracies");
  for (const std::string& name : command.list("machine"))
    study.architectures.emplace_back(find_architecture(name, command.where("machine")).name);
  study.values = command.find<Values>("values").value_or(Values::on) == Values::on;
  study.config = config_from(command);
  return study;
}

/// Tells what of the trace makes the comparison less than it seems, and throws what makes it impossible.
void tell_about(const Trace& trace, const StudyOptions& study) {
  double least = 1;
  std::set<std::string> told;
  std::vector<std::string> unknown;
  ChannelSources channels;
  for (const TraceLayer& layer : select_layers(trace.layers, study.layers, "--layers")) {
    const LayerDescription& description = layer.description;
    const LayerTensors tensors = trace.load(layer, widest_operand);
    least = std::min(least, density(tensors.weights));
    if (channels.add(description, tensors).is_unknown) unknown.push_back(description.name);
    for (const Granularity& granularity : study.granularities) {
      check_grains(granularity, description.shape, description.name);
      for (const double density : study.densities)
        if (leaves_no_weight(granularity, description.shape, density) &&
            told.insert(description.name + to_string(granularity)).second)
          print_message(fmt::format("{} stays dense under {} at {}: it has too few grains to leave one",
                                    description.name, to_string(granularity), density));
    }
  }
  const auto& compared = study.granularities;
  if (std::find(compared.begin(), compared.end(), Granularity::filter) != compared.end())
    if (const std::string note = unknown_sources(unknown); !note.empty()) print_message(note);
  if (const std::string warning = already_pruned(least); !warning.empty()) print_message(warning);
}

SweepOptions sweep_options(const CommandLine& command) {
  SweepOptions options;
  options.jobs = command.find<unsigned>("jobs", ValueRange<unsigned>{1, 1024})
                     .value_or(std::max(1u, std::thread::hardware_concurrency()));
  options.timeout = command.find<double>("timeout", ValueRange<double>{0.001, 1e9});
  options.retry_failed = command.given("retry-failed");
  options.progress = command.given("quiet") ? nullptr : stderr;
  return options;
}

/// Whether a table is to be read by people, who want the count of points and the sentence around it.
bool is_for_people(TableFormat format) {
  return format != TableFormat::csv && format != TableFormat::json;
}

/// Runs what the folder lacks. Returns the exit status. On stdout, what programs read is the table alone.
int run_points(const CommandLine& command, const StudyOptions& study, const StudyPlan& plan,
               const std::string& out, TableFormat format) {
  const SweepFile sweep = read_sweep({sweep_of(study, plan), "granularity", false});
  SimulationOptions simulation;
  simulation.verify = study.values && !command.given("no-verify");
  simulation.engine = engine_of(command);
  SweepPlan points = make_plan(sweep, simulation);
  if (const auto text = command.find<std::string>("shard"))
    keep_shard(points, Shard::parse(*text, command.where("shard")));
  open_sweep_folder(out);
  StoreWriter store(out);
  store.set_plan(points.stored());
  write_file(std::filesystem::path(out) / sweep_copy_name, points.sweep_text);
  run_sweep(points, store, sweep_options(command));
  export_sweep(SweepStore::open_read(out), out);
  return report_sweep(out, false, is_for_people(format) ? print_line : print_progress);
}

void print_table(const StudyPlan& plan, const MachineConfig& config, const std::string& out,
                 TableFormat format) {
  const std::vector<MeasuredGroup> groups = measure_study(plan, SweepStore::open_read(out));
  const Table numbers = study_numbers(groups);
  write_file(std::filesystem::path(out) / table_name, render(numbers, TableFormat::csv));
  print_lines(render(is_for_people(format) ? study_table(groups) : numbers, format));
  if (!is_for_people(format)) return;
  if (const std::string sentence = study_sentence(groups); !sentence.empty())
    print_lines("\n" + sentence + "\n");
  print_lines(fmt::format(
      "\nEnergies by table {}{}. Energies by both tables of the program: with --out, columns energy_45nm_pj "
      "and energy_16nm_pj of points.csv.\n",
      EnergyTable::load(config.energy.table).label(),
      dram_costs_by_command(config) ? ", DRAM by commands" : ""));
}

int run(const CommandLine& command, const std::string& out) {
  const auto format = command.find<TableFormat>("format").value_or(TableFormat::text);
  const StudyOptions study = study_of(command);
  std::optional<AccuracyFile> accuracies;
  if (const auto file = command.find<std::string>("accuracy")) {
    accuracies = AccuracyFile::read(*file);
    std::vector<Granularity> compared = study.granularities;
    if (std::find(compared.begin(), compared.end(), Granularity::element) == compared.end())
      compared.push_back(Granularity::element);
    accuracies->require(compared);
  }
  tell_about(Trace::open(study.trace), study);
  const StudyPlan plan = plan_study(study, accuracies ? &*accuracies : nullptr);
  for (const std::string& note : plan.notes) print_message(note);
  const int status = run_points(command, study, plan, out, format);
  if (command.given("shard")) return status;
  print_table(plan, study.config, out, format);
  return status;
}

}  // namespace

int granularity_command(const std::vector<std::string>& arguments) {
  CommandLine command("scnnsim granularity", granularity_about, granularity_examples);
  declare_granularity(command);
  if (!command.parse(arguments)) return 0;
  const auto given = command.find<std::string>("out");
  if (given && given->empty()) throw UserError(command.where("out") + ": got nothing, expected a folder");
  if (!given && command.given("shard"))
    throw UserError(command.where("shard") + ": needs --out, a folder that keeps the part");
  const InterruptScope interrupts;
  if (!given) return run(command, ScratchFolder().path().string());
  const std::string& out = *given;
  try {
    return run(command, out);
  } catch (const Interrupted& interrupted) {
    throw Interrupted(
        interrupted.signal_number(),
        fmt::format("interrupted; what was finished is in {}, and the same command goes on from there", out));
  }
}

}  // namespace scnnsim
