// SPDX-License-Identifier: Apache-2.0
#include "sim/report/timeline_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/common/machine_config.h"
#include "sim/report/timeline_head.h"
#include "sim/tables/baselines.h"
#include "sim/tables/table_cells.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// "got 4, expected 16", or "" where both are the same.
std::string difference(const std::string& what, const std::string& got, const std::string& expected) {
  return got == expected ? "" : fmt::format("{}: got {}, expected {}", what, got, expected);
}

std::string difference_of_configs(const MachineConfig& got, const MachineConfig& expected) {
  const std::vector<ParameterRow> rows = describe(got), others = describe(expected);
  std::string first;
  std::size_t count = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string one = difference(rows[i].key, rows[i].value, others[i].value);
    if (!one.empty() && ++count == 1) first = one;
  }
  return count > 1 ? fmt::format("{} ({} keys differ)", first, count) : first;
}

std::string difference_of_layers(const ReportTimeline& timeline, const ReportRun& run) {
  std::vector<std::string> names;
  for (const ReportTimelineLayer& layer : timeline.layers) {
    const auto& results = run.results.layers;
    const auto found = std::find_if(results.begin(), results.end(), [&](const LayerResult& result) {
      return result.architecture == timeline.architecture && result.layer == layer.name;
    });
    if (found == results.end()) {
      for (const LayerResult& result : results)
        if (result.architecture == timeline.architecture) names.push_back(result.layer);
      return difference("layer", layer.name, choices(names));
    }
    std::string cycles =
        difference("cycles of " + layer.name, with_thousands(layer.cycles), with_thousands(found->cycles));
    if (!cycles.empty()) return cycles;
  }
  return "";
}

/// The first of the values that differ; "" where the timeline is of the run.
std::string first_difference(const ReportTimeline& timeline, const ReportRun& run) {
  const std::vector<std::string> known = architectures_of(run.results);
  const bool is_known = std::find(known.begin(), known.end(), timeline.architecture) != known.end();
  for (const std::string& one :
       {difference("network", timeline.network, run.network),
        difference("trace checksum", timeline.trace_checksum, run.trace_checksum),
        is_known ? "" : difference("architecture", timeline.architecture, choices(known)),
        difference_of_configs(timeline.config, run.config),
        difference("version of scnnsim", timeline.program, run.version), difference_of_layers(timeline, run)})
    if (!one.empty()) return one;
  return "";
}

std::string shown_cycles(const ReportTimeline& timeline) {
  const ReportTimelineLayer& first = timeline.layers.front();
  if (timeline.layers.size() == 1 && (first.from > 0 || first.to < first.cycles))
    return fmt::format("cycles {} to {} of the {} of {}", with_thousands(first.from),
                       with_thousands(first.to - 1), with_thousands(first.cycles), first.name);
  const std::vector<std::string> names = layer_names(timeline);
  return fmt::format("all {} cycles of {}{}", with_thousands(timeline.to - timeline.from),
                     fmt::join(names, ", "), names.size() > 1 ? ", one after the other" : "");
}

}  // namespace

std::vector<std::string> layer_names(const ReportTimeline& timeline) {
  std::vector<std::string> names;
  names.reserve(timeline.layers.size());
  for (const ReportTimelineLayer& layer : timeline.layers) names.push_back(layer.name);
  return names;
}

const ReportRun& run_of(const ReportTimeline& timeline, const std::vector<ReportRun>& runs) {
  if (runs.empty())
    throw UserError(
        fmt::format("{}: a timeline is shown beside the results of its run; expected the folder that "
                    "scnnsim run --out wrote",
                    timeline.file));
  std::string differences;
  for (const ReportRun& run : runs) {
    const std::string one = first_difference(timeline, run);
    if (one.empty()) return run;
    differences += fmt::format("{}{}: {}", differences.empty() ? "" : "; ", run.place, one);
  }
  throw UserError(fmt::format("{}: is of another run than the results: {}; {}", timeline.file, differences,
                              how_to_record_anew));
}

std::string shown_part(const ReportTimeline& timeline) {
  return fmt::format(
      "{} on {}, units of {}, counters at every {}", shown_cycles(timeline), timeline.machine,
      timeline.pes.empty() ? "all PEs" : fmt::format("{}", fmt::join(timeline.pes, ", ")),
      timeline.counter_period == 1 ? "change" : fmt::format("{}th cycle", timeline.counter_period));
}

}  // namespace scnnsim
