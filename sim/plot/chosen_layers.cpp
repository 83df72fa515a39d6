// SPDX-License-Identifier: Apache-2.0
#include "sim/plot/chosen_layers.h"

#include <algorithm>

#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::vector<ChosenLayer> chosen_layers(const std::vector<ReportMachine>& machines,
                                       const std::vector<std::string>& names) {
  std::vector<ChosenLayer> layers;
  std::vector<std::string> known;
  for (const ReportMachine& machine : machines)
    for (const std::size_t i : machine.layers) {
      const LayerResult& layer = machine.run->results.layers[i];
      if (!contains(known, layer.layer)) known.push_back(layer.layer);
      if (names.empty() || contains(names, layer.layer))
        layers.push_back({&machine, &layer, &machine.run->counters[i]});
    }
  for (const std::string& name : names)
    if (!contains(known, name)) throw UserError("--layers: " + unknown_name("layer", name, "layers", known));
  return layers;
}

}  // namespace scnnsim
