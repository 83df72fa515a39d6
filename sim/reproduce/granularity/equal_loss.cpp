// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/granularity/equal_loss.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace scnnsim::trained {
namespace {

/// A row before means are formed: each of the lists has a value per training run.
struct RunRow {
  StudyRow row;
  std::vector<double> densities, weights;
  StudyValues values;

  bool is_like(const RunRow& other) const {
    return row.granularity == other.row.granularity && row.machine == other.row.machine;
  }
};

class NetworkRows {
 public:
  NetworkRows(const TrainedRuns& runs, const TrainedNetwork& network, const std::vector<SeedView>& seeds)
      : runs_(runs), network_(network), seeds_(seeds) {}

  /// Element pruning on scnn comes first. No rows where it was not simulated.
  std::vector<RunRow> at(double loss) const {
    std::vector<RunRow> rows;
    add_rows(Granularity::element, network_.accuracies().needed(Granularity::element, loss), rows);
    if (rows.empty() || rows.front().row.machine.name() != "scnn") return {};
    for (const Granularity& granularity : network_.granularities())
      if (granularity != Granularity::element)
        add_rows(granularity, network_.accuracies().needed(granularity, loss), rows);
    std::vector<NeededDensity> dense;
    for (const std::string& run : network_.runs()) dense.push_back({run, 1, false});
    add_rows(Granularity::none, dense, rows);
    return rows;
  }

 private:
  void add_rows(const Granularity& granularity, const std::vector<NeededDensity>& needed,
                std::vector<RunRow>& rows) const {
    if (needed.empty()) return;
    for (const StudyMachine& machine : machines_of(granularity)) try {
        rows.push_back(row_of(granularity, machine, needed));
      } catch (const PointNotRun&) {  // of a machine that was not asked for
      }
  }

  RunRow row_of(const Granularity& granularity, const StudyMachine& machine,
                const std::vector<NeededDensity>& needed) const {
    RunRow row{{granularity, machine, {}}, {}, {}, {}};
    for (const NeededDensity& one : needed) {
      row.row.points.push_back({granularity, one.density, machine});
      row.row.is_bound = row.row.is_bound || one.is_bound;
      row.densities.push_back(one.density);
      row.weights.push_back(weights_at({one.seed, granularity, one.density}));
      const Costs costs = mean_costs({one.seed, granularity, one.density}, machine);
      for (std::size_t i = 0; i < study_figure_count; ++i) row.values[i].push_back(costs[i]);
    }
    return row;
  }

  double weights_at(const TrainedPoint& point) const {
    std::map<double, double> curve;
    for (const double density : neighbours(network_.densities(point.granularity), point.density))
      curve[density] = network_.weights_left({point.run, point.granularity, density});
    return interpolated(curve, point.density);
  }

  Costs mean_costs(const TrainedPoint& point, const StudyMachine& machine) const {
    Costs mean{};
    for (const SeedView& seed : seeds_) {
      const Costs costs = runs_.costs(seed, network_, point, machine);
      for (std::size_t i = 0; i < study_figure_count; ++i)
        mean[i] += costs[i] / static_cast<double>(seeds_.size());
    }
    return mean;
  }

  const TrainedRuns& runs_;
  const TrainedNetwork& network_;
  const std::vector<SeedView>& seeds_;
};

EqualLoss measured(const std::string& network, double loss, const std::vector<RunRow>& rows, bool is_mean) {
  EqualLoss measured{network, {{loss, 1, {}}, {}, is_mean}};
  for (const RunRow& row : rows) {
    measured.group.group.rows.push_back(row.row);
    measured.group.rows.push_back(
        measured_row(row.row, row.densities, row.weights, row.values, rows.front().values));
  }
  return measured;
}

/// Of several lists of one length or more: the function of the values at each place.
template <class Function>
std::vector<double> by_place(const std::vector<std::vector<double>>& lists, Function&& function) {
  std::size_t length = lists.front().size();
  for (const std::vector<double>& list : lists) length = std::min(length, list.size());
  std::vector<double> results;
  for (std::size_t i = 0; i < length; ++i) {
    std::vector<double> values(lists.size());
    std::transform(lists.begin(), lists.end(), values.begin(),
                   [i](const std::vector<double>& list) { return list[i]; });
    results.push_back(function(values));
  }
  return results;
}

double arithmetic_mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double geometric_mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += std::log(value);
  return std::exp(sum / static_cast<double>(values.size()));
}

std::vector<double> ratios(const std::vector<double>& values, const std::vector<double>& base) {
  return by_place({values, base}, [](const std::vector<double>& pair) { return pair[0] / pair[1]; });
}

/// The like rows of all networks, or nothing where one has none.
std::optional<std::vector<RunRow>> like_rows(const RunRow& row,
                                             const std::vector<std::vector<RunRow>>& networks) {
  std::vector<RunRow> like;
  for (const std::vector<RunRow>& rows : networks) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const RunRow& one) { return one.is_like(row); });
    if (found == rows.end()) return std::nullopt;
    like.push_back(*found);
  }
  return like;
}

std::vector<RunRow> mean_of(const std::vector<std::vector<RunRow>>& networks) {
  std::vector<RunRow> means;
  for (const RunRow& row : networks.front()) {
    const auto like = like_rows(row, networks);
    if (!like) continue;
    RunRow mean{row.row, {}, {}, {}};
    std::vector<std::vector<double>> densities, weights;
    for (const RunRow& one : *like) {
      densities.push_back(one.densities);
      weights.push_back(one.weights);
      mean.row.is_bound = mean.row.is_bound || one.row.is_bound;
    }
    mean.densities = by_place(densities, arithmetic_mean);
    mean.weights = by_place(weights, arithmetic_mean);
    for (std::size_t i = 0; i < study_figure_count; ++i) {
      std::vector<std::vector<double>> relative;
      for (std::size_t n = 0; n < networks.size(); ++n)
        relative.push_back(ratios((*like)[n].values[i], networks[n].front().values[i]));
      mean.values[i] = by_place(relative, geometric_mean);
    }
    means.push_back(std::move(mean));
  }
  return means;
}

}  // namespace

const MeasuredRow* EqualLoss::find(const Granularity& granularity, const StudyMachine& machine) const {
  for (const MeasuredRow& row : group.rows)
    if (row.row.granularity == granularity && row.row.machine == machine) return &row;
  return nullptr;
}

std::vector<EqualLoss> equal_losses(const TrainedRuns& runs, const std::vector<SeedView>& seeds,
                                    const std::vector<std::string>& in_mean) {
  std::vector<EqualLoss> all;
  for (const TrainedNetwork& network : runs.networks())
    for (const double loss : accuracy_losses)
      if (const auto rows = NetworkRows(runs, network, seeds).at(loss); !rows.empty())
        all.push_back(measured(network.name(), loss, rows, false));
  if (in_mean.empty()) return all;
  for (const double loss : accuracy_losses) {
    std::vector<std::vector<RunRow>> networks;
    for (const TrainedNetwork& network : runs.networks())
      if (std::find(in_mean.begin(), in_mean.end(), network.name()) != in_mean.end())
        networks.push_back(NetworkRows(runs, network, seeds).at(loss));
    const bool is_whole =
        std::all_of(networks.begin(), networks.end(), [](const auto& rows) { return !rows.empty(); });
    if (is_whole) all.push_back(measured(mean_name, loss, mean_of(networks), true));
  }
  return all;
}

std::string points_text(double loss) {
  const std::string points = fmt::format("{:.3g}", 100 * loss);
  return points + (points == "1" ? " point" : " points");
}

std::string row_text(const StudyRow& row) {
  const std::string grain = row.granularity == Granularity::none ? "dense" : to_string(row.granularity);
  return fmt::format("{} on {}", grain, row.machine.name());
}

Table equal_loss_table(const std::vector<EqualLoss>& losses) {
  Table table;
  for (const EqualLoss& one : losses) {
    Table part = study_table({one.group});
    if (table.columns.empty()) {
      table.columns = std::move(part.columns);
      table.columns.insert(table.columns.begin(), {"network", "network"});
    }
    for (TableRow& row : part.rows) {
      row.cells.insert(row.cells.begin(), one.network);
      table.rows.push_back(std::move(row));
    }
  }
  table.identity = 4;
  table.caption =
      "Equal accuracy: density needed to lose no more top-1 accuracy than the points given against the dense "
      "network, mean and standard deviation over the training runs; 8-bit operands, an index per stored "
      "grain; the first row of each group has values, the others are relative to it. mean: of the networks' "
      "ratios. * lowest of the group";
  return table;
}

}  // namespace scnnsim::trained
