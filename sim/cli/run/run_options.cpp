// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/run/run_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "sim/architectures/architecture.h"
#include "sim/architectures/machines_of_table.h"
#include "sim/cli/common_options.h"
#include "sim/layer/simulate_layer.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

constexpr const char* about_runs =
    "Simulates the layers of a trace and prints where the cycles went, what was accessed and whether\n"
    "the outputs are right. --out keeps results.json, layers.csv, config.yaml (the configuration, to be\n"
    "given to --config again), energy.yaml (the energy table, if it is not one of the program's own)\n"
    "and run.json (times of this run).\n"
    "\n"
    "Energies are by both tables that come with the program, 45nm (public values, nothing fitted) and\n"
    "16nm (fitted to SCNN's energy ratios), and by energy.table: one of them, a file of yours, or an energy\n"
    "reference table of Accelergy (scnnsim energy export --help).";
constexpr const char* run_examples =
    "  scnnsim run traces/digits-vector-0.30\n"
    "  scnnsim run traces/digits-vector-0.30 --set accumulator.merge=grain --out merged\n"
    "  scnnsim run traces/digits-vector-0.30 --arch scnn --arch scnn_oracle --arch dcnn --arch dcnn_opt\n"
    "  scnnsim run traces/digits-vector-0.30 --layers conv4 --timeline conv4.json --cycles 0:2000\n"
    "  scnnsim trace generate --network vgg16 --granularity element --out vgg16\n"
    "  scnnsim run vgg16 --layers conv3_2,conv3_3 --set scatter.policy=serialized --jobs 2\n";

std::string run_about() {
  std::string text = std::string(about_runs) + "\n\nArchitectures (SCNN table 6):";
  for (const Architecture& one : architectures()) text += fmt::format("\n  {:<14}{}", one.name, one.meaning);
  return text;
}

void declare_run(CommandLine& command) {
  command.positional("TRACE", "a folder with trace.yaml");
  add_config_options(command);
  command.repeated("arch", "NAME",
                   "architecture, see above; may be repeated, which compares them; default scnn");
  command.offer("arch", architecture_names());
  command.value("layers", "A,B",
                "only these layers of the trace; a name with a comma stands in double quotes: a,'\"b,c\"'");
  command.value("jobs", "N", "layers simulated at once; default: as many as there are cores");
  command.value("quantum", "N",
                fmt::format("cycles a PE may run ahead, 1 ... {}; no result depends on it; default {}",
                            max_quantum, SimulationOptions{}.quantum));
  command.flag(
      "no-verify",
      "do not check the outputs; saves an independent convolution per layer, except where it has to tell "
      "whether outputs cross DRAM");
  command.value(
      "values", "on|off",
      "off: timing and accesses alone, no sums, hence no verification; the cycles are the same, what "
      "depends on outputs is empty unless the trace brings them; default on");
  add_engine_option(command);
  command.flag("check",
               "simulate each layer of SCNN with both engines and compare every counter and output; takes "
               "several times as long; refuses a layer that the batched engine cannot run");
  command.value(
      "detail", "DETAIL",
      choices<CounterDetail>() +
          ": counters in results.json: none but the columns of layers.csv, summed over the blocks of a "
          "kind, of every block, about 1.1 kB per PE and layer, or these and, on SCNN, cycles of each "
          "output-channel group and densities of each input channel; default blocks");
  add_activity_options(command);
  command.value("out", "DIR", "write results into this new folder");
  command.flag("force", "replace the results that the folder holds");
  command.choice<TableFormat>("format", "FORMAT", "{}: of what is printed; default text");
  command.flag("wide", "text: every column, whatever the width; by default those that fit into 80 columns");
  command.flag("quiet", "show no progress");
}

/// The named architectures, each once.
std::vector<std::string> select_architectures(const CommandLine& command) {
  std::vector<std::string> selected;
  for (const std::string& name : command.all("arch")) {
    find_architecture(name, command.where("arch"));
    if (std::find(selected.begin(), selected.end(), name) == selected.end()) selected.push_back(name);
  }
  return selected.empty() ? std::vector<std::string>{"scnn"} : selected;
}

}  // namespace

std::optional<RunOptions> parse_run_options(const std::vector<std::string>& arguments) {
  CommandLine command("scnnsim run", run_about(), run_examples);
  declare_run(command);
  if (!command.parse(arguments)) return std::nullopt;
  RunOptions options;
  options.out = command.find<std::string>("out").value_or("");
  options.force = command.given("force");
  options.quiet = command.given("quiet");
  options.is_wide = command.given("wide");
  options.format = command.find<TableFormat>("format").value_or(TableFormat::text);
  if (command.given("out") && options.out.empty())
    throw UserError(command.where("out") + ": got nothing, expected a folder");
  if (options.force && options.out.empty()) throw UserError(command.where("force") + ": needs --out");

  RunRequest& request = options.request;
  request.architectures = select_architectures(command);
  request.jobs = command.find<unsigned>("jobs", ValueRange<unsigned>{1, 1024})
                     .value_or(std::max(1u, std::thread::hardware_concurrency()));
  request.options.engine = engine_of(command);
  request.options.check_engines = command.given("check");
  if (request.options.check_engines && request.options.engine == EngineKind::product)
    throw UserError("--check compares both engines; expected it without --engine product");
  request.options.quantum =
      command.find<Cycle>("quantum", ValueRange<Cycle>{1, max_quantum}).value_or(request.options.quantum);
  request.options.values = command.find<Values>("values").value_or(Values::on) == Values::on;
  request.options.verify = request.options.values && !command.given("no-verify");
  const bool writes_counters = !options.out.empty() || options.format == TableFormat::json;
  request.options.detail = writes_counters
                               ? command.find<CounterDetail>("detail").value_or(CounterDetail::blocks)
                               : CounterDetail::layers;
  if (command.given("detail") && !writes_counters)
    throw UserError(command.where("detail") +
                    ": results.json alone has the counters; needs --out or --format json");
  request.config = config_from(command);
  request.energy_table = EnergyTable::load(request.config.energy.table);
  MachinesOfTable machines;
  for (const std::string& name : request.architectures)
    machines.add(request.energy_table, find_architecture(name, command.where("arch")), request.config, name);
  request.trace = Trace::open(command.at<std::string>("TRACE"));
  request.layers = select_layers(request.trace.layers, command.list("layers"), command.where("layers"));
  options.activity = activity_options_of(command, request);
  return options;
}

}  // namespace scnnsim
