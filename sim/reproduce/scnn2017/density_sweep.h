// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/reproduce/experiment.h"

namespace scnnsim::scnn2017 {

/// A machine of SCNN's figs. 8 and 12.
struct SweptMachine {
  const char* name;  ///< in the published data
  const char* architecture;
};
inline constexpr SweptMachine dcnn{"DCNN", "dcnn"}, dcnn_opt{"DCNN-opt", "dcnn_opt"}, scnn{"SCNN", "scnn"},
    sparse_w{"SparseW", "scnn_sparse_w"}, sparse_a{"SparseA", "scnn_sparse_a"};

enum class Quantity { time, energy };

/// GoogLeNet at densities 0.1 ... 1.0, weights and activations alike (SCNN figs. 8 and 12).
class DensitySweep {
 public:
  /// `model` sets the machines and tensors apart from another sweep's; empty for the scope's own machine.
  DensitySweep(const Scope& scope, std::vector<SweptMachine> machines, const std::string& model = "");

  void add_points(PointPlan& plan) const;

  static const std::vector<double>& densities();
  /// A row of GoogLeNet.
  static FigureRow row(const std::string& item, std::function<double(const SeedView&)> value);
  /// Sum over the layers.
  LayerResult total(const SeedView& view, double density, const SweptMachine& machine) const;
  /// One machine's amount over another's at one density.
  double against(const SeedView& view, double density, const SweptMachine& one, const SweptMachine& other,
                 Quantity quantity) const;
  /// The density below which `one` needs less than `other`.
  double crossing(const SeedView& view, const SweptMachine& one, const SweptMachine& other,
                  Quantity quantity) const;
  /// A figure with a row per machine and density: the amount over DCNN's.
  FigurePlan curves(const char* figure, Quantity quantity, const std::vector<SweptMachine>& machines) const;

 private:
  std::string series(double density) const;
  std::string label(const SweptMachine& machine) const;
  double amount(const SeedView& view, double density, const SweptMachine& machine, Quantity quantity) const;

  Scope scope_;
  std::vector<SweptMachine> machines_;
  std::string model_;  ///< ends names: empty or ", MODEL"
  Network network_;
  std::vector<std::string> layers_;
};

}  // namespace scnnsim::scnn2017
