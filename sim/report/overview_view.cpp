// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "models/memory/banked/dram_device.h"
#include "sim/architectures/architecture.h"
#include "sim/report/html_table.h"
#include "sim/report/layer_causes.h"
#include "sim/report/page_views.h"
#include "sim/tables/baselines.h"
#include "sim/tables/column_definitions.h"
#include "sim/tables/layer_columns.h"
#include "sim/text/html.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

std::string machine_text(const MachineConfig& config) {
  return fmt::format("{} x {} PEs of {} x {} multipliers at {:g} GHz, DRAM of {:.4g} GB/s",
                     config.pe_array.rows, config.pe_array.columns, config.multiplier_array.f,
                     config.multiplier_array.i, config.clock.frequency, peak_gb_per_s(config));
}

std::string warning_items(const ReportRun& run) {
  std::string items;
  const auto add = [&](const std::string& text) { items += fmt::format("<li>{}</li>\n", html_text(text)); };
  for (const UnsimulatedLayer& one : run.results.unsimulated)
    add(fmt::format("Nothing of layer {} on {}, which is {}: {}", one.layer, one.architecture,
                    to_string(one.status), one.reason));
  for (const LayerResult& layer : run.results.layers) {
    const std::string on = fmt::format("Layer {} on {}", layer.layer, layer.architecture);
    if (layer.verified == Verified::no) add(fmt::format("{}: wrong outputs: {}", on, layer.first_mismatch));
    if (layer.accumulator_overflows > 0)
      add(fmt::format("{}: {} beyond the {} bits of an accumulator", on,
                      counted(layer.accumulator_overflows, "sum"), run.config.accumulator.bits));
  }
  if (run.technology.find("calibrated") != std::string::npos)
    add(fmt::format("Energies and power of table {} compare machines: it is for {}.", run.energy_table,
                    run.technology));
  return items;
}

/// Whether the machine computes outputs; those of other programs may.
bool computes_values(const std::string& architecture) {
  for (const Architecture& one : architectures())
    if (one.name == architecture) return one.computes_values;
  return true;
}

/// "; dcnn computes no outputs": of machines that cannot be verified.
std::string without_values_text(const ReportRun& run) {
  std::vector<std::string> without;
  for (const std::string& architecture : architectures_of(run.results))
    if (!computes_values(architecture)) without.push_back(architecture);
  if (without.empty()) return "";
  return fmt::format("; {} {} no outputs: cycles and counts alone", fmt::join(without, ", "),
                     without.size() == 1 ? "computes" : "compute");
}

std::string verified_text(const ReportRun& run) {
  std::size_t verified = 0, wrong = 0, all = 0;
  for (const LayerResult& layer : run.results.layers) {
    verified += layer.verified == Verified::yes;
    wrong += layer.verified == Verified::no;
    all += layer.verified != Verified::off || computes_values(layer.architecture);
  }
  const std::string others = without_values_text(run);
  if (wrong > 0) return fmt::format("no: {} of {} layer results have wrong outputs{}", wrong, all, others);
  if (all == 0) return "not applicable" + others;
  if (verified == all)
    return fmt::format("yes: outputs of all {} layer results equal an independent convolution{}", all,
                       others);
  return fmt::format("{} of {} layer results; the others were run without values or with --no-verify{}",
                     verified, all, others);
}

/// A word of a command as a POSIX shell reads it.
std::string shell_word(const std::string& word) {
  constexpr const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+./:,@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

/// The command of the run, or one that simulates the same where the results do not tell.
std::string command_text(const ReportRun& run) {
  std::vector<std::string> words = run.command;
  if (words.empty()) {
    words = {"scnnsim", "run", "TRACE", "--config", "config.yaml"};
    for (const std::string& architecture : architectures_of(run.results)) {
      words.emplace_back("--arch");
      words.push_back(architecture);
    }
  }
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + shell_word(word);
  return text;
}

std::string config_details(const ReportRun& run, std::size_t number) {
  Table table;
  table.caption = fmt::format("Configuration of {}: every key", run.results.label);
  table.columns = {
      {"key", "key"}, {"value", "value"}, {"unit", "unit"}, {"default", "default"}, {"meaning", "meaning"}};
  std::size_t changed = 0;
  for (const ParameterRow& row : describe(run.config)) {
    table.rows.push_back({{row.key, row.value, row.unit, row.default_value, row.meaning}});
    changed += row.value != row.default_value;
  }
  return fmt::format(
      "<details><summary>Resolved configuration ({} of {} keys not at their "
      "default)</summary>\n{}</details>\n",
      changed, table.rows.size(), html_table(table, fmt::format("configuration-{}", number)));
}

std::string item(const char* term, const std::string& text) {
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", term, html_text(text));
}

std::string run_card(const ReportRun& run, std::size_t number) {
  std::string text = fmt::format("<article class=\"card\">\n<h3>{}</h3>\n<dl class=\"facts\">\n",
                                 html_text(run.results.label));
  text += item("Network", run.network) + item("Machine", machine_text(run.config));
  text += item("Architectures", fmt::format("{}", fmt::join(architectures_of(run.results), ", ")));
  text += item("Verified", verified_text(run));
  text += item("Energies", fmt::format("table {}: {}", run.energy_table, run.technology));
  text += fmt::format("<dt>Run it again</dt><dd><code class=\"command\">{}</code></dd>\n",
                      html_text(command_text(run)));
  text += item("Trace", fmt::format("checksum {}", run.trace_checksum));
  text += item("Simulated by", "scnnsim " + run.version) + "</dl>\n";
  if (const std::string warnings = warning_items(run); !warnings.empty())
    text += "<ul class=\"warnings\">\n" + warnings + "</ul>\n";
  return text + config_details(run, number) + "</article>\n";
}

/// Totals of every machine: what a reader asks first.
std::string totals(const ReportData& report) {
  std::vector<LabelledLayers> runs;
  for (const ReportRun& run : report.runs) runs.push_back(run.results);
  LayerTableOptions options;
  options.totals_alone = true;
  options.columns = {"cycles",
                     "seconds",
                     "frames_per_second",
                     "effectual_gops",
                     "effectual_utilization",
                     "energy_pj",
                     "energy_45nm_pj",
                     "energy_16nm_pj",
                     "average_power_w",
                     "energy_delay_js",
                     "dram_gb_per_s",
                     "memory_references",
                     "dram_weight_bytes",
                     "dram_input_bytes",
                     "dram_output_bytes",
                     "stored_weight_bytes",
                     "verified"};
  Table table = make_layer_table(TableKind::performance, runs, options);
  table.caption = "All layers, one after another" + energy_caption(options.columns, runs);
  return html_table(table, "totals");
}

struct CauseOfLayer {
  const ReportMachine* machine;
  const LayerResult* layer;
  LayerCause cause;
  double cycles;
};

std::uint64_t cycles_of(const ReportMachine& machine) {
  std::uint64_t cycles = 0;
  for (const std::size_t i : machine.layers) cycles += machine.run->results.layers[i].cycles;
  return cycles;
}

/// Reasons of all layers, those that cost most of their machine's cycles first.
std::vector<CauseOfLayer> all_causes(const std::vector<ReportMachine>& machines) {
  std::vector<std::pair<double, CauseOfLayer>> ranked;
  for (const ReportMachine& machine : machines) {
    const double all = static_cast<double>(std::max<std::uint64_t>(cycles_of(machine), 1));
    for (const std::size_t i : machine.layers) {
      const LayerResult& layer = machine.run->results.layers[i];
      for (LayerCause& cause : layer_causes(layer, machine.run->counters[i], machine.run->config)) {
        const double cycles = cause.share * static_cast<double>(layer.cycles);
        ranked.push_back({cycles / all, {&machine, &layer, std::move(cause), cycles}});
      }
    }
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<CauseOfLayer> causes;
  causes.reserve(ranked.size());
  for (auto& one : ranked) causes.push_back(std::move(one.second));
  return causes;
}

std::string causes_table(const std::vector<CauseOfLayer>& causes, bool names_machines, const char* id,
                         const std::string& caption) {
  Table table;
  table.caption = caption;
  if (names_machines) table.columns.push_back({"machine", "machine"});
  table.columns.push_back({"layer", "layer"});
  table.identity = table.columns.size();
  for (const char* name : {"lost_share", "lost_cycles", "why", "try"})
    table.columns.push_back(defined_column(name));
  for (const CauseOfLayer& one : causes) {
    auto& cells = table.rows.emplace_back().cells;
    if (names_machines) cells.emplace_back(one.machine->label);
    cells.emplace_back(one.layer->layer);
    cells.emplace_back(one.cause.share);
    cells.emplace_back(one.cycles);
    cells.emplace_back(one.cause.why);
    cells.emplace_back(one.cause.to_try());
  }
  return html_table(table, id);
}

/// The largest reasons, and all of them behind a fold.
std::string causes(const ReportData& report) {
  constexpr std::size_t most = 8;
  const std::vector<ReportMachine> machines = machines_of(report);
  const std::vector<CauseOfLayer> all = all_causes(machines);
  if (all.empty()) return "<p>No layer loses a tenth of its multipliers' cycles to one reason.</p>\n";
  const bool has_more = all.size() > most;
  const std::vector<CauseOfLayer> largest(all.begin(), all.begin() + (has_more ? most : all.size()));
  std::string text =
      causes_table(largest, machines.size() > 1, "causes", "What costs most of a machine's cycles");
  if (has_more)
    text += fmt::format(
        "<details><summary>All {} reasons that take a tenth of a layer or more</summary>\n{}</details>\n",
        all.size(),
        causes_table(all, machines.size() > 1, "all-causes", "By share of their machine's cycles"));
  return text;
}

}  // namespace

std::string overview_view(const ReportData& report) {
  std::string text;
  if (!report.runs.empty()) {
    text += "<h3>In all</h3>\n<div class=\"charts\" id=\"overview-charts\"></div>\n" + totals(report);
    text += "<h3>Why the array waits, and what to try</h3>\n" + causes(report);
    text +=
        "<p class=\"note\">What to try follows from the machine's rules and is not simulated: run it with "
        "<code>--set KEY=VALUE</code> and give both results to <code>scnnsim report</code>.</p>\n";
    text += "<h3>Runs</h3>\n<div class=\"cards\">\n";
    for (std::size_t i = 0; i < report.runs.size(); ++i) text += run_card(report.runs[i], i + 1);
    text += "</div>\n";
  }
  for (const ReportSweep& sweep : report.sweeps)
    text +=
        fmt::format("<article class=\"card\">\n<h3>{}</h3>\n<dl class=\"facts\">\n{}{}{}</dl>\n</article>\n",
                    html_text(sweep.label), item("Sweep", counted(sweep.points.size(), "point")),
                    item("Axes", fmt::format("{}", fmt::join(sweep.axes, ", "))),
                    item("Planned by", "scnnsim " + sweep.program));
  return text;
}

}  // namespace scnnsim
