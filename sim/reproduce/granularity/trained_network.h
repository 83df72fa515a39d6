// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "sim/granularity/accuracy_file.h"
#include "sim/reproduce/paper_network.h"
#include "traces/network.h"

namespace scnnsim::trained {

/// A network of the study as it was left at one granularity and density by one training run. Granularity none
/// and density 1: the dense network.
struct TrainedPoint {
  std::string run;
  Granularity granularity;
  double density = 1;

  auto fields() const { return std::tie(run, granularity, density); }
  bool operator<(const TrainedPoint& other) const { return fields() < other.fields(); }
};

/// A network that was trained, pruned and retrained in several runs: accuracies, and what is left of each
/// layer. From configs/measured, where README.md describes the files.
class TrainedNetwork {
 public:
  /// Of a network and rule, "vgg-uniform", reads the compiled-in files vgg.yaml, vgg-uniform.csv and
  /// vgg-uniform-layers.csv.
  static TrainedNetwork load(const PaperNetwork& named);
  /// The same from their texts. Throws UserError naming file, line and field.
  static TrainedNetwork parse(const std::string& name, const YamlNode& shapes, AccuracyFile accuracies,
                              const std::string& layers_text, const std::string& layers_name);

  const std::string& name() const { return name_; }
  const AccuracyFile& accuracies() const { return accuracies_; }
  const std::vector<std::string>& runs() const { return accuracies_.seeds(); }
  /// Granularities that were trained, without none.
  std::vector<Granularity> granularities() const;
  /// Densities that were trained, rising. With 1, the dense network, unless n:m.
  std::vector<double> densities(const Granularity& granularity) const;
  /// Names of the layers, in order.
  std::vector<std::string> layer_names() const;
  /// Whether pruning leaves the layer alone.
  bool stays_dense(const std::string& layer) const;

  /// The layers without what was taken out. At density 1 those of the dense network. Throws UserError when
  /// there are none.
  const std::vector<NetworkLayer>& layers(TrainedPoint point) const;
  /// Share of the network's weights that are left, layers that are not pruned included. What was taken out
  /// counts as gone.
  double weights_left(const TrainedPoint& point) const;

 private:
  std::string name_, place_;
  Network shapes_;
  AccuracyFile accuracies_;
  std::map<TrainedPoint, std::vector<NetworkLayer>> layers_;
};

/// `value` at `density` of a curve, linear between its points and level beyond its ends.
double interpolated(const std::map<double, double>& curve, double density);

}  // namespace scnnsim::trained
