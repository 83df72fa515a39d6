// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/layer/prepared_simulation.h"

namespace scnnsim {

/// Results of one layer's simulations by key, finished or under way. Two jobs with the same key are simulated
/// once.
class KnownResults {
 public:
  /// The result of `simulation`, if a finished one determines it.
  std::optional<LayerResult> find(const std::string& key, const PreparedSimulation& simulation) const;
  /// Whether a simulation with this key runs.
  bool is_running(const std::string& key) const { return running_.count(key) > 0; }
  void begin(const std::string& key) { ++running_[key]; }
  /// `result`: of the simulation that began; null if it failed.
  void end(const std::string& key, const PreparedSimulation& simulation, const LayerResult* result);

 private:
  struct Known {
    SimulationOptions options;
    LayerResult result;
  };
  std::map<std::string, std::vector<Known>> known_;
  std::map<std::string, unsigned> running_;
};

}  // namespace scnnsim
