// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/known_results.h"

namespace scnnsim {

std::optional<LayerResult> KnownResults::find(const std::string& key,
                                              const PreparedSimulation& simulation) const {
  const auto found = known_.find(key);
  if (found == known_.end()) return std::nullopt;
  for (const Known& known : found->second)
    if (auto result = simulation.made_of(known.options, known.result)) return result;
  return std::nullopt;
}

void KnownResults::end(const std::string& key, const PreparedSimulation& simulation,
                       const LayerResult* result) {
  if (--running_[key] == 0) running_.erase(key);
  if (result != nullptr) known_[key].push_back({simulation.options(), *result});
}

}  // namespace scnnsim
