// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/granularity/accuracy_lines.h"

namespace scnnsim::trained {
namespace {

constexpr std::array<StudyFigure, accuracy_panels - 1> cost_figures{StudyFigure::storage, StudyFigure::cycles,
                                                                    StudyFigure::energy};

AccuracyLine line_of(const TrainedRuns& runs, const TrainedNetwork& network, const Granularity& granularity,
                     const StudyMachine& machine, const SeedView& view) {
  AccuracyLine line{granularity, machine, {}};
  for (const double density : network.densities(granularity)) {
    if (density == 1 && granularity != Granularity::none) continue;
    const Spread accuracy = Spread::of(network.accuracies().accuracies(granularity, density));
    std::array<std::vector<double>, cost_figures.size()> values;
    for (const std::string& run : network.runs()) {
      const Costs costs =
          runs.trained_costs(view, network, {run, granularity, density}, granularity, machine);
      const Costs dense = runs.trained_costs(view, network, {run, Granularity::none, 1}, Granularity::none,
                                             machines_of(Granularity::none).front());
      for (std::size_t i = 0; i < values.size(); ++i) {
        const auto figure = static_cast<std::size_t>(cost_figures[i]);
        values[i].push_back(costs.at(figure) / dense.at(figure));
      }
    }
    std::array<AccuracyMark, accuracy_panels> marks;
    marks[0] = {density, 0, 100 * accuracy.mean, 100 * accuracy.deviation};
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Spread spread = Spread::of(values[i]);
      marks[i + 1] = {spread.mean, spread.deviation, 100 * accuracy.mean, 100 * accuracy.deviation};
    }
    line.marks.push_back(marks);
  }
  return line;
}

}  // namespace

std::vector<AccuracyLine> accuracy_lines(const TrainedRuns& runs, const TrainedNetwork& network,
                                         const SeedView& view) {
  std::vector<AccuracyLine> lines;
  for (const Granularity& granularity : network.granularities())
    for (const StudyMachine& machine : machines_of(granularity))
      lines.push_back(line_of(runs, network, granularity, machine, view));
  lines.push_back(line_of(runs, network, Granularity::none, machines_of(Granularity::none).front(), view));
  return lines;
}

}  // namespace scnnsim::trained
