// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/jobs/tensor_source.h"
#include "sim/layer/prepared_simulation.h"
#include "sim/layer/shared_layer.h"

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

/// A layer, with the results of its simulations.
struct StoredLayer {
  explicit StoredLayer(LoadedLayer loaded)
      : layer(std::move(loaded.description), std::move(loaded.tensors), std::move(loaded.sums)) {}

  SharedLayer layer;
  KnownResults results;
};

/// Cache of the layers of a batch's current source, up to half a gigabyte, and of the draws of its family.
class LayerStore {
 public:
  /// Throws UserError.
  std::shared_ptr<StoredLayer> at(const std::shared_ptr<const TensorSource>& source, std::size_t layer,
                                  unsigned operand_bits);
  /// To be called when a layer may have grown. A layer for which there is no room any more leaves the cache.
  void account(const std::shared_ptr<StoredLayer>& layer);

 private:
  struct Kept {
    std::shared_ptr<StoredLayer> layer;
    std::size_t bytes = 0;
  };
  std::shared_ptr<const TensorSource> source_;
  std::map<std::pair<std::size_t, unsigned>, Kept> kept_;  ///< by layer and operand width
  std::size_t bytes_ = 0;                                  ///< of all that are kept
  LayerDraws draws_;
};

}  // namespace scnnsim
