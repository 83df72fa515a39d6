// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "sim/plot/gnuplot.h"
#include "sim/reproduce/granularity/trained_runs.h"

namespace scnnsim::trained {

/// Mean and standard deviation over the training runs; y is the top-1 accuracy in %.
struct AccuracyMark {
  double x, x_deviation, y, y_deviation;
};

/// What accuracy is drawn against: the density, then storage, cycles and energy relative to the dense network
/// on dcnn.
inline constexpr std::size_t accuracy_panels = 4;

/// A line of the accuracy figure: a granularity on a machine.
struct AccuracyLine {
  Granularity granularity;
  StudyMachine machine;
  std::vector<std::array<AccuracyMark, accuracy_panels>> marks;  ///< by panel, the density rising
};

/// Lines of a network, the dense network last.
std::vector<AccuracyLine> accuracy_lines(const TrainedRuns& runs, const TrainedNetwork& network,
                                         const SeedView& view);

/// Accuracy against density, storage, cycles and energy, with standard deviations over the runs, and the
/// accuracies at which losses are compared. The last of the lines is the dense network's. `name` is the
/// figure's.
Plot accuracy_plot(const std::string& name, const std::vector<AccuracyLine>& lines);

}  // namespace scnnsim::trained
