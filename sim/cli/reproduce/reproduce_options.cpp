// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/reproduce/reproduce_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "sim/architectures/architecture.h"
#include "sim/cli/command_line.h"
#include "sim/cli/common_options.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

std::string reproduce_about() {
  std::string text =
      "Simulates what a paper, or this project's own study, measured and prints every figure beside the\n"
      "published one, with its deviation, then a summary and the targets that were missed. Exits with 1\n"
      "when a target was missed that the published data do not list as a known miss.\n\nExperiments:\n";
  for (const Experiment& experiment : experiments())
    text += fmt::format("  {:<12} {}\n", experiment.name, experiment.meaning);
  return text +
         "\n--out keeps report.md, figures.csv (every row), layers.csv (every layer simulated), config.yaml\n"
         "and the figures. Until they are complete, DIR.partial keeps each layer as it is simulated: the "
         "same\n"
         "command resumes an experiment that was interrupted or killed.";
}
constexpr const char* reproduce_examples =
    "  scnnsim reproduce scnn2017 --out reproduced\n"
    "  scnnsim reproduce scnn2017 --fast\n"
    "  scnnsim reproduce granularity --out answer\n"
    "  scnnsim reproduce scnn2017 --figure scnn_cycles --figure speedup --seeds 1 --set "
    "weight_fifo.entries=25\n";

std::string seeds_meaning() {
  std::string text = "trace seeds 1 ... N; default";
  for (const Experiment& experiment : experiments())
    text += fmt::format("{} {} for {}", text.back() == 't' ? "" : ",", experiment.seeds, experiment.name);
  return text;
}

void declare_reproduce(CommandLine& command) {
  command.positional("EXPERIMENT", "one of those above");
  std::vector<std::string> names;
  for (const Experiment& experiment : experiments()) names.push_back(experiment.name);
  command.offer("EXPERIMENT", std::move(names));
  command.value("seeds", "N", seeds_meaning());
  command.flag("fast", "one seed and few layers: less than a minute; what is not run is not compared");
  command.repeated("network", "NAME", "only this network, as the figures name it; may be repeated");
  command.repeated("arch", "NAME",
                   "only this architecture, with the figures that need no other; may be repeated");
  command.repeated("figure", "ID", "only this figure, as named in configs/published; may be repeated");
  command.offer("arch", architecture_names());
  command.value("published", "FILE|NAME",
                "published data; default: the experiment's own, in configs/published or configs/measured");
  add_config_options(command);
  add_pattern_options(command, "that which the published data name as judged");
  command.value(
      "beside", "NAME",
      "another activation pattern, whose values with trace seed 1 are shown beside the judged ones, "
      "or none; default: that which the published data name, but none with --fast or options of "
      "activations");
  command.value("jobs", "N", "simulations at once; default: as many as there are cores");
  command.flag("no-verify", "do not check the outputs");
  add_engine_option(command);
  command.value("out", "DIR", "write the report into this new folder");
  command.flag("force", "replace the report that the folder holds");
  command.choice<TableFormat>("format", "FORMAT", "{}: of what is printed; default text");
  command.flag("quiet", "show no progress");
}

std::vector<std::string> select_networks(const CommandLine& command, const Experiment& experiment) {
  const auto& known = experiment.networks;
  for (const std::string& name : command.all("network"))
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw UserError(command.where("network") + ": " +
                      unknown_name("network", name, "networks of the paper", known));
  return command.all("network");
}

/// The pattern to show beside; empty: none.
std::string read_beside(const CommandLine& command, const PublishedData& published) {
  const auto given = command.find<std::string>("beside");
  if (!given) return command.given("fast") || gives_pattern(command) ? "" : published.activations.beside;
  if (*given == "none") return "";
  pattern_defaults(*given, command.where("beside"));
  return *given;
}

}  // namespace

std::optional<ReproduceOptions> parse_reproduce_options(const std::vector<std::string>& arguments) {
  CommandLine command("scnnsim reproduce", reproduce_about(), reproduce_examples);
  declare_reproduce(command);
  if (!command.parse(arguments)) return std::nullopt;
  ReproduceOptions options;
  options.experiment = command.at<std::string>("EXPERIMENT");
  const Experiment& experiment = find_experiment(options.experiment, command.command());
  options.out = command.find<std::string>("out").value_or("");
  options.force = command.given("force");
  if (command.given("out") && options.out.empty())
    throw UserError(command.where("out") + ": got nothing, expected a folder");
  if (options.force && options.out.empty()) throw UserError(command.where("force") + ": needs --out");
  options.quiet = command.given("quiet");
  options.simulation.verify = !command.given("no-verify");
  options.simulation.engine = engine_of(command);
  options.format = command.find<TableFormat>("format").value_or(TableFormat::text);
  options.jobs = command.find<unsigned>("jobs", ValueRange<unsigned>{1, 1024})
                     .value_or(std::max(1u, std::thread::hardware_concurrency()));
  options.published = PublishedData::load(command.find<std::string>("published").value_or(options.experiment),
                                          experiment.folder);

  Scope& scope = options.scope;
  scope.fast = command.given("fast");
  scope.seeds = command.find<unsigned>("seeds", ValueRange<unsigned>{1, 1000})
                    .value_or(scope.fast ? 1 : experiment.seeds);
  scope.listed_seeds = experiment.seeds;
  scope.networks = select_networks(command, experiment);
  scope.figures = command.all("figure");
  scope.architectures = command.all("arch");
  for (const std::string& name : scope.architectures) find_architecture(name, command.where("arch"));
  scope.config = config_from(command);
  scope.generate.activation_pattern = options.published.activations.judged;
  read_pattern(command, scope.generate);
  options.beside = read_beside(command, options.published);
  scope.generate.operand_bits = scope.config.multiplier_array.operand_bits;
  scope.energy_table = EnergyTable::load(scope.config.energy.table);
  if (scope.energy_table.is_of_one_machine)
    throw UserError(
        fmt::format("energy.table: got {}, an energy reference table of one machine; expected a table that "
                    "is scaled, such as 45nm: experiments compare machines",
                    scope.config.energy.table));
  return options;
}

}  // namespace scnnsim
