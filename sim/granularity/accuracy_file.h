// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "traces/granularity.h"

namespace scnnsim {

/// Density that a granularity needs for an accuracy, in one training run (seed).
struct NeededDensity {
  std::string seed;
  double density = 1;
  bool is_bound = false;  ///< the lowest density measured is enough: the one that is needed is lower
};

/// Accuracies of a network by granularity and density, as measured by pruning and retraining.
class AccuracyFile {
 public:
  /// Reads a CSV file with the columns granularity, density, accuracy (or top1), and perhaps seed; others are
  /// not read, lines that begin with # are comments. The dense network is granularity none or density 1.
  /// Accuracies are shares, or per cent where one is above 1. Throws UserError naming line and field, also
  /// where the dense network has two accuracies.
  static AccuracyFile read(const std::filesystem::path& file);
  static AccuracyFile parse(const std::string& text, const std::string& name);

  /// Throws UserError when the file has no row of one of them, or not of every seed that another has: costs
  /// are compared seed by seed.
  void require(const std::vector<Granularity>& granularities) const;

  /// Mean over the seeds of the dense network's accuracy, as a share.
  double dense_accuracy() const;

  /// The names of the training runs, as in the file.
  const std::vector<std::string>& seeds() const { return seeds_; }
  /// Accuracies as shares, by seed, of those that have the density. Granularity none: of the dense network.
  std::vector<double> accuracies(const Granularity& granularity, double density) const;

  /// What each seed needs to lose `loss` at most against its own dense network. The accuracy is taken to be
  /// linear in the logarithm of the density between two measured ones; from the dense network down, the first
  /// density at which the loss is reached counts. n:m has no densities between: nothing is returned where a
  /// seed loses more.
  std::vector<NeededDensity> needed(const Granularity& granularity, double loss) const;

 private:
  using Curve = std::map<double, double>;  ///< accuracy by density
  std::string name_;
  std::vector<std::string> seeds_;
  std::map<std::string, double> dense_;                         ///< by seed
  std::map<Granularity, std::map<std::string, Curve>> curves_;  ///< by granularity and seed
};

}  // namespace scnnsim
