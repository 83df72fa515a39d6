// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/sweep/plan/sweep_file.h"
#include "traces/layer.h"

namespace scnnsim {

/// A layer ready to be simulated.
struct PreparedLayer {
  LayerDescription description;
  LayerTensors tensors;
};

/// The layers that points simulate, read from a trace or generated. Points that differ in their machine only
/// share one.
class Workload {
 public:
  virtual ~Workload() = default;

  /// Tensors of a layer, counted from 0: the same whenever it is called. Throws UserError.
  virtual PreparedLayer load(std::size_t layer, unsigned operand_bits) const = 0;

  const std::string& network() const { return network_; }
  /// What determines the tensors, as text: a trace's checksum, or how they are generated.
  const std::string& identity() const { return identity_; }
  std::size_t layers() const { return products_.size(); }
  /// Estimates for a layer: its products of two non-zero values, and its non-zero weights.
  double products(std::size_t layer) const { return products_[layer]; }
  double weights(std::size_t layer) const { return weights_[layer]; }

 protected:
  void set_identity(std::string network, std::string identity);
  void add_layer(const LayerShape& shape, double weight_density, double input_density);

 private:
  std::string network_, identity_;
  std::vector<double> products_, weights_;
};

/// The workload that a point asks for. Throws UserError: no such trace, network or layer, no density.
std::shared_ptr<const Workload> make_workload(const SweepFile& sweep, const PointSettings& settings);

}  // namespace scnnsim
