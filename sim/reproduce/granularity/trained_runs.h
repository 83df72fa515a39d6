// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "sim/granularity/granularity_table.h"
#include "sim/reproduce/experiment.h"
#include "sim/reproduce/granularity/trained_network.h"

namespace scnnsim::trained {

/// Losses of accuracy that are compared, as shares.
inline constexpr double accuracy_losses[] = {0.01, 0.02};

/// The machines of a granularity, as `scnnsim granularity` has them; of the dense network, DCNN.
std::vector<StudyMachine> machines_of(const Granularity& granularity);

/// Costs of a network by StudyFigure.
using Costs = std::array<double, study_figure_count>;

/// Simulations of trained networks. Tensors are drawn: they have the shapes and densities that training left,
/// layer by layer. Operands have 8 bits, weights an index per stored grain.
class TrainedRuns {
 public:
  TrainedRuns(const Scope& scope, std::vector<TrainedNetwork> networks)
      : scope_(scope), networks_(std::move(networks)) {}

  const std::vector<TrainedNetwork>& networks() const { return networks_; }

  /// Every trained network on each of its machines; in a fast scope only those beside the densities that the
  /// losses need.
  void add_points(PointPlan& plan) const;

  /// Of a network that was trained. Throws PointNotRun.
  Costs trained_costs(const SeedView& view, const TrainedNetwork& network, const TrainedPoint& point,
                      const Granularity& granularity, const StudyMachine& machine) const;
  /// At any density, interpolated between the trained ones: costs are taken to be linear in the density.
  Costs costs(const SeedView& view, const TrainedNetwork& network, const TrainedPoint& point,
              const StudyMachine& machine) const;

 private:
  void add_point(PointPlan& plan, const TrainedNetwork& network, const TrainedPoint& point,
                 const Granularity& granularity) const;
  std::vector<Machine> machines(const Granularity& granularity) const;

  Scope scope_;
  std::vector<TrainedNetwork> networks_;
};

/// The trained densities on both sides of one; it alone where it was trained, or lies beyond the ends.
std::vector<double> neighbours(const std::vector<double>& trained, double density);

}  // namespace scnnsim::trained
