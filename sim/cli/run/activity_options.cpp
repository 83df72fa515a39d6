// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/run/activity_options.h"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <system_error>

#include "sim/activity/unit_names.h"
#include "sim/architectures/architecture.h"
#include "sim/cli/replaceable_file.h"
#include "sim/cli/run/run_layers.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;

/// The option that asks for a file, to begin a message.
std::string asking(const CommandLine& command, const ActivityOptions& options) {
  return command.where(options.timeline.empty() ? "waveform" : "timeline");
}

/// The file of an option, or "". Throws UserError if it cannot become a file, or is one that does not begin
/// as those which the option writes.
std::string file_of(const CommandLine& command, const char* option, std::string_view begins_with) {
  if (!command.given(option)) return "";
  auto name = command.at<std::string>(option);
  const std::string where = command.where(option);
  const fs::path file(name);
  const fs::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (name.empty() || !file.has_filename() || fs::is_directory(file))
    throw UserError(
        fmt::format("{}: got {}, expected the name of a file", where, name.empty() ? "nothing" : name));
  if (!fs::is_directory(folder))
    throw UserError(fmt::format("{}: {}: there is no folder {}", where, name, folder.string()));
  require_replaceable(where, file, option, {begins_with});
  return name;
}

/// One path for all names of a file.
fs::path place_of(const fs::path& file) {
  std::error_code ignored;
  return fs::weakly_canonical(fs::absolute(file), ignored);
}

void read_window(const CommandLine& command, const RunRequest& run, ActivityRequest& request) {
  if (!command.given("cycles")) return;
  const auto text = command.at<std::string>("cycles");
  const std::string where = command.where("cycles");
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos)
    throw UserError(fmt::format("{}: got {}, expected FROM:TO, for example 1000:2000", where, text));
  request.from = parse_scalar<Cycle>(text.substr(0, colon), where + ": FROM");
  request.to = parse_scalar<Cycle>(text.substr(colon + 1), where + ": TO");
  if (request.from >= request.to)
    throw UserError(fmt::format("{}: got {}, expected FROM below TO", where, text));
  if (run.layers.size() != 1)
    throw UserError(fmt::format("{}: cycles count within a layer; choose one of the {} layers with --layers",
                                where, run.layers.size()));
  request.has_window = true;
}

/// Only machines whose units report what they do, and one of them: a file shows one machine.
void require_one_machine(const std::string& where, const RunRequest& run) {
  if (run.architectures.size() > 1)
    throw UserError(fmt::format("{}: a file shows one machine; expected one --arch", where));
  const Architecture& architecture = find_architecture(run.architectures.front(), where);
  if (architecture.reports_units) return;
  std::vector<std::string> shown;
  for (const Architecture& one : architectures())
    if (one.reports_units) shown.emplace_back(one.name);
  throw UserError(fmt::format("{}: {} is modelled step by step, not cycle by cycle; expected {}", where,
                              architecture.name, choices(shown)));
}

void prepare_waveform(const CommandLine& command, RunRequest& run) {
  const std::string where = command.where("waveform");
  if (run.layers.size() != 1)
    throw UserError(fmt::format("{}: a waveform shows one layer; choose one of the {} layers with --layers",
                                where, run.layers.size()));
  if (run.options.engine == EngineKind::batched)
    throw UserError(where + ": the product engine alone knows every cycle; expected no --engine batched");
  if (run.options.check_engines)
    throw UserError(where + ": the product engine alone knows every cycle; expected no --check");
  run.options.engine = EngineKind::product;
}

}  // namespace

void add_activity_options(CommandLine& command) {
  command.value(
      "timeline", "FILE",
      "write what every unit does as a timeline (JSON, to be opened in ui.perfetto.dev, chrome://tracing "
      "or speedscope): one us is a cycle, a PE is a process, its units are threads; scnnsim report shows it "
      "beside the results, up to 300,000 intervals and counter "
      "values");
  command.value(
      "waveform", "FILE",
      "write the state of every unit in every cycle of one layer as a waveform (VCD, for GTKWave); uses the "
      "product engine");
  command.value(
      "cycles", "FROM:TO",
      "only these cycles of one layer in --timeline and --waveform, up to, not including, TO, which may lie "
      "beyond the layer's end; a timeline then shows every channel and every change of a counter");
  command.value("pes", "LIST",
                "only the units of these PEs, for example pe_0_0,pe_3_4, in --timeline and --waveform");
}

ActivityOptions activity_options_of(const CommandLine& command, RunRequest& run) {
  ActivityOptions options;
  options.timeline = file_of(command, "timeline", "{\"displayTimeUnit\"");
  options.waveform = file_of(command, "waveform", "$comment");
  if (!options.any()) {
    for (const char* const option : {"cycles", "pes"})
      if (command.given(option)) throw UserError(command.where(option) + ": needs --timeline or --waveform");
    return options;
  }
  if (!options.timeline.empty() && !options.waveform.empty() &&
      place_of(options.timeline) == place_of(options.waveform))
    throw UserError(command.where("waveform") + ": expected another file than that of --timeline");
  require_one_machine(asking(command, options), run);
  read_window(command, run, options.request);
  for (const std::string& name : command.list("pes"))
    options.request.pes.push_back(find_pe(run.config, name, command.where("pes")));
  if (!options.waveform.empty()) {
    prepare_waveform(command, run);
    options.request.every_cycle = true;
  }
  return options;
}

}  // namespace scnnsim
