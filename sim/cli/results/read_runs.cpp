// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/results/read_runs.h"

#include <fmt/format.h>

#include "sim/cli/results/read_sweep.h"
#include "sim/cli/standard_streams.h"
#include "sim/results/results_files.h"
#include "sim/results/run_labels.h"

namespace scnnsim {

std::vector<LabelledLayers> read_runs(const std::vector<std::string>& places) {
  std::vector<LabelledLayers> runs;
  std::vector<std::string> labels;
  for (const std::string& place : places) labels.push_back(runs.emplace_back(read_results(place)).label);
  labels = run_labels(labels, places);
  for (std::size_t i = 0; i < runs.size(); ++i) runs[i].label = labels[i];
  for (const LabelledLayers& run : runs)
    for (const UnsimulatedLayer& one : run.unsimulated)
      print_message(fmt::format("warning: {}: nothing of layer {} on {}, which is {}: {}", run.label,
                                one.layer, one.architecture, to_string(one.status), one.reason));
  return runs;
}

std::vector<LabelledLayers> read_runs(const CommandLine& command) {
  const std::vector<std::string> places = command.all("RESULTS");
  return command.given("point") ? read_points(places, command.list("point")) : read_runs(places);
}

std::optional<std::string> layer_baseline(const CommandLine& command) {
  const auto baseline = command.find<std::string>("baseline");
  const bool is_number = baseline && baseline->find_first_not_of("0123456789") == std::string::npos;
  return is_number && command.given("point") ? point_label(*baseline) : baseline;
}

}  // namespace scnnsim
