// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/report/html_table.h"
#include "sim/report/page_views.h"
#include "sim/tables/column_definitions.h"
#include "sim/tables/layer_columns.h"
#include "sim/text/html.h"

namespace scnnsim {
namespace {

constexpr TableKind kinds_of_layers[] = {TableKind::stalls, TableKind::cycles,  TableKind::memory,
                                         TableKind::energy, TableKind::storage, TableKind::performance};

std::vector<LabelledLayers> results_of(const ReportData& report) {
  std::vector<LabelledLayers> runs;
  for (const ReportRun& run : report.runs) runs.push_back(run.results);
  return runs;
}

/// What to know before runs of different traces are compared; empty where all have the same.
std::string different_traces(const ReportData& report) {
  std::map<std::string, std::vector<std::string>> runs;  // by checksum
  for (const ReportRun& run : report.runs) runs[run.trace_checksum].push_back(run.results.label);
  if (runs.size() < 2) return "";
  std::string items;
  for (const auto& [checksum, labels] : runs)
    items += fmt::format("<li>{}: {}</li>\n", html_text(fmt::format("{}", fmt::join(labels, ", "))),
                         html_text("checksum " + (checksum.empty() ? "unknown" : checksum)));
  return "<div class=\"note\" id=\"different-traces\"><p>These runs are of different traces: differences "
         "come from the weights and activations as well as from the machines.</p>\n<ul "
         "class=\"warnings\">\n" +
         items + "</ul></div>\n";
}

}  // namespace

std::vector<std::string> columns_shown(const ReportData& report) {
  std::vector<std::string> names{"network",        "run",        "architecture", "layer", "verified",
                                 "effectual_gops", "lost_share", "lost_cycles",  "why",   "try"};
  const auto add = [&names](const std::vector<std::string>& more) {
    names.insert(names.end(), more.begin(), more.end());
  };
  if (!report.runs.empty())
    for (const TableKind kind : kinds_of_layers) add(columns_of(kind, TableWidth::whole, results_of(report)));
  if (!report.sweeps.empty())
    add({"number", "status", "reason", "cycles", "energy_pj", "area_mm2", "multiplier_utilization",
         "effective_utilization", "memory_references"});
  return names;
}

std::string layers_view(const ReportData& report) {
  const std::vector<LabelledLayers> runs = results_of(report);
  std::string text = "<div class=\"charts\" id=\"layers-charts\"></div>\n<h3>Tables</h3>\n";
  for (const TableKind kind : kinds_of_layers) {
    const Table table = make_layer_table(kind, runs);
    const bool is_first = kind == kinds_of_layers[0];
    text +=
        fmt::format("<details{}><summary>{}</summary>\n{}</details>\n", is_first ? " open" : "",
                    html_text(table.caption), html_table(table, fmt::format("layers-{}", to_string(kind))));
  }
  return text;
}

std::string inside_view() {
  return "<div class=\"charts\" id=\"inside-charts\"><p class=\"note\">The pictures of this view need "
         "JavaScript. Their numbers are in results.json.</p></div>\n";
}

std::string compare_view(const ReportData& report) {
  const std::vector<ReportMachine> machines = machines_of(report);
  if (machines.size() < 2)
    return "<p class=\"note\">One machine alone. To compare, give several results: <code>scnnsim report "
           "FIRST "
           "SECOND</code>, or results of several architectures.</p>\n";
  const std::string note = different_traces(report);
  LayerTableOptions options;
  options.baseline =
      report.runs.size() > 1 ? report.runs.front().results.label : machines.front().architecture;
  options.columns = {"cycles", "energy_pj", "memory_references"};
  Table table = make_layer_table(TableKind::cycles, results_of(report), options);
  return note + "<div class=\"charts\" id=\"compare-charts\"></div>\n" + html_table(table, "compare");
}

}  // namespace scnnsim
