// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/architectures/dense.h"
#include "sim/mapping/compact_layer.h"

namespace scnnsim {

/// A layer on a dense machine that has been given the layer without the filters and input channels that have
/// no weights: what structured pruning is made for (models/README.md section 8). Its values are those of a
/// convolution of what is left, compared with the whole layer's.
class StructuredSimulation : public PreparedSimulation {
 public:
  /// `config` and `layer` must outlive this object.
  StructuredSimulation(const MachineConfig& config, SharedLayer& layer, const SimulationOptions& options);

  LayerResult run(const std::function<void(double)>& progress = {}) const override;
  bool uses_kernel() const override { return false; }

 private:
  const MachineConfig& config_;
  SharedLayer& layer_;
  const CompactLayer compact_;
  mutable SharedLayer shared_;  ///< of the compact layer
  const DenseSimulation dense_;
};

/// A layer on the dense machine that takes n of each m weights (models/README.md section 8): a layer pruned
/// by n:m takes the dot products of the weights that stay, any other one runs as on DCNN. Its values are
/// those of a convolution with the weights as its places hold them.
class NOfMSimulation : public PreparedSimulation {
 public:
  /// `config` and `layer` must outlive this object. Throws UserError when a group holds more than n
  /// non-zeros.
  NOfMSimulation(const MachineConfig& config, SharedLayer& layer, const SimulationOptions& options);

  LayerResult run(const std::function<void(double)>& progress = {}) const override;
  bool uses_kernel() const override { return false; }

 private:
  const MachineConfig& config_;
  SharedLayer& layer_;
  const DenseSimulation dense_;
};

}  // namespace scnnsim
