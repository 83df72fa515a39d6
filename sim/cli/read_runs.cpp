// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/read_runs.h"

#include <fmt/format.h>

#include <set>

#include "sim/results/results_files.h"

namespace scnnsim {

std::vector<LabelledLayers> read_runs(const std::vector<std::string>& places) {
  std::vector<LabelledLayers> runs;
  std::set<std::string> labels;
  for (const std::string& place : places) labels.insert(runs.emplace_back(read_results(place)).label);
  if (labels.size() < runs.size())
    for (std::size_t i = 0; i < runs.size(); ++i) runs[i].label = places[i];
  if (std::set<std::string>(places.begin(), places.end()).size() < places.size())
    for (std::size_t i = 0; i < runs.size(); ++i) runs[i].label += fmt::format(" ({})", i + 1);
  return runs;
}

}  // namespace scnnsim
