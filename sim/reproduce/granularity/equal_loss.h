// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/reproduce/granularity/trained_runs.h"

namespace scnnsim::trained {

/// Name of the mean over the networks.
inline constexpr const char* mean_name = "mean";

/// What one network, or the mean over all, costs at one loss of accuracy.
struct EqualLoss {
  std::string network;
  MeasuredGroup group;

  double loss() const { return group.group.loss.value_or(0); }
  bool is_mean() const { return network == mean_name; }
  /// The row, or null.
  const MeasuredRow* find(const Granularity& granularity, const StudyMachine& machine) const;
};

/// Groups of each network, and then of their mean, the loss rising. Values are means over the trace seeds
/// 1 ... `seeds`; deviations are over the training runs. Each run has the density that it needs. The mean is
/// the geometric one of the ratios to element pruning on scnn, run by run. `in_mean`: names of its
/// networks; none: no mean. Machines that were not simulated are left out.
std::vector<EqualLoss> equal_losses(const TrainedRuns& runs, const std::vector<SeedView>& seeds,
                                    const std::vector<std::string>& in_mean);

/// "1 point", "2 points".
std::string points_text(double loss);
/// "vector on scnn, merged".
std::string row_text(const StudyRow& row);

/// The table of all groups; * marks the lowest of each column and group.
Table equal_loss_table(const std::vector<EqualLoss>& losses);

/// The answer in sentences, of the means: what takes the least of each, and how much of element pruning on
/// scnn; on all machines, and on scnn alone. Empty without means.
std::string answer_text(const std::vector<EqualLoss>& losses);

/// Bars of the means, or of the last network without them: storage, memory references, cycles and energy.
/// Bars that are far higher than the others are cut and have their values above.
Plot equal_loss_plot(const std::vector<EqualLoss>& losses);

}  // namespace scnnsim::trained
