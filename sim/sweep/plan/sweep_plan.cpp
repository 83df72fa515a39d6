// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/sweep_plan.h"

#include <fmt/format.h>

#include <unordered_set>

#include "sim/results/program_version.h"
#include "traces/support/checksum.h"
#include "traces/support/counted.h"
#include "traces/support/named_file.h"

namespace scnnsim {
namespace {

/// Steps through the combinations of the axes' choices, the last axis fastest.
class Odometer {
 public:
  explicit Odometer(const std::vector<AxisChoices>& axes) : axes_(axes), positions_(axes.size(), 0) {}

  /// Calls visit(Assignment) for the combination's assignments, in order of the axes.
  template <class Visit>
  void for_each(const Visit& visit) const {
    for (std::size_t i = 0; i < axes_.size(); ++i)
      for (const Assignment& one : axes_[i][positions_[i]]) visit(one);
  }

  bool next() {
    for (std::size_t i = axes_.size(); i-- > 0;) {
      if (++positions_[i] < axes_[i].size()) return true;
      positions_[i] = 0;
    }
    return false;
  }

 private:
  const std::vector<AxisChoices>& axes_;
  std::vector<std::size_t> positions_;
};

/// Builds the points, sharing workloads and energy tables.
class Planner {
 public:
  explicit Planner(const SweepFile& sweep) : sweep_(sweep) {}

  SweepPlan plan() {
    const std::uint64_t combinations = sweep_.axes.combinations();
    if (combinations > 10 * most_points)
      throw UserError(fmt::format("{}: got {} combinations, expected at most {}", sweep_.name, combinations,
                                  10 * most_points));
    Odometer odometer(sweep_.axes.axes());
    do {
      add(odometer);
    } while (odometer.next());
    if (plan_.points.empty()) refuse_empty(combinations);
    finish();
    return std::move(plan_);
  }

 private:
  void add(const Odometer& odometer) {
    PointSettings settings = sweep_.base;
    AxisValues axes;
    odometer.for_each([&](const Assignment& one) {
      set_point_setting(settings, one.name, one.value, one.where);
      axes.emplace_back(one.name, one.value);
    });
    if (!allowed(settings)) {
      ++plan_.excluded;
      return;
    }
    PlannedPoint point = resolve(settings);
    point.point.axes = std::move(axes);
    if (!keys_.insert(point.point.key).second) {
      ++plan_.duplicates;
      return;
    }
    if (plan_.points.size() == most_points)
      throw UserError(fmt::format("{}: more than {} points", sweep_.name, most_points));
    point.point.number = plan_.points.size() + 1;
    plan_.points.push_back(std::move(point));
  }

  bool allowed(const PointSettings& settings) const {
    for (const Constraint& constraint : sweep_.constraints)
      if (!constraint.holds(settings)) return false;
    return true;
  }

  PlannedPoint resolve(const PointSettings& settings) {
    PlannedPoint point;
    point.workload = workload_of(settings);
    point.architecture = &find_architecture(settings.architecture, sweep_.name);
    point.config = settings.config;
    point.energy_table = table_of(settings.config.energy.table);
    point.values = sweep_.values;
    point.cost = point_cost(*point.workload, point.config, settings.architecture);
    point.point.network = point.workload->network();
    point.point.architecture = settings.architecture;
    try {
      point.config.check();
      point.point.area_mm2 = point.architecture->area_mm2(point.config);
    } catch (const UserError& error) {
      point.point.status = PointStatus::invalid;
      point.point.reason = error.what();
    }
    point.point.key = key_of(point);
    return point;
  }

  /// The energy table counts by its content, not by the file that it was read from.
  std::string key_of(const PlannedPoint& point) const {
    MachineConfig config = point.config;
    config.energy.table = point.energy_table->checksum();
    return checksum_of(fmt::format("{}\n{}\n{}\nvalues: {}\n{}", program_version(), point.point.architecture,
                                   point.workload->identity(), point.values, to_yaml(config, false)));
  }

  std::shared_ptr<const Workload> workload_of(const PointSettings& settings) {
    std::string text = settings.trace + "\n" + settings.network;
    for (const std::string& name : setting_names())
      if (name != "architecture") text += "\n" + point_setting(settings, name);
    std::shared_ptr<const Workload>& workload = workloads_[text];
    if (!workload) workload = make_workload(sweep_, settings);
    return workload;
  }

  std::shared_ptr<const EnergyTable> table_of(const std::string& name) {
    std::shared_ptr<const EnergyTable>& table = tables_[name];
    if (!table) table = std::make_shared<EnergyTable>(EnergyTable::load(sweep_.path(name)));
    return table;
  }

  [[noreturn]] void refuse_empty(std::uint64_t combinations) const {
    std::vector<std::string> texts;
    for (const Constraint& constraint : sweep_.constraints) texts.push_back("\"" + constraint.text() + "\"");
    throw UserError(fmt::format("{}: the constraints leave no point of {}, expected one that fulfils {}",
                                sweep_.name, counted(combinations, "combination"),
                                fmt::join(texts, " and ")));
  }

  void finish() {
    std::string keys;
    for (const PlannedPoint& point : plan_.points) keys += point.point.key + "\n";
    plan_.checksum = checksum_of(keys);
    plan_.points_in_all = plan_.points.size();
    plan_.axis_names = sweep_.axes.names();
    plan_.sweep_text = sweep_.text;
    plan_.config = to_yaml(sweep_.base.config, false);
  }

  const SweepFile& sweep_;
  SweepPlan plan_;
  std::unordered_set<std::string> keys_;
  std::map<std::string, std::shared_ptr<const Workload>> workloads_;
  std::map<std::string, std::shared_ptr<const EnergyTable>> tables_;
};

/// Cost relative to the same point on scnn, measured on layers of VGG-16, AlexNet, GoogLeNet and a tiny
/// network. Dense machines are computed by formulas instead of simulated.
double cost_factor(const std::string& architecture) {
  static const std::map<std::string, double> factors{
      {"scnn_sparse_w", 1.2}, {"scnn_sparse_a", 2}, {"dcnn", 0.05}, {"dcnn_opt", 0.07}};
  const auto found = factors.find(architecture);
  return found == factors.end() ? 1 : found->second;
}

}  // namespace

StoredPlan SweepPlan::stored() const {
  StoredPlan stored{{}, axis_names, sweep_text, config, points_in_all, checksum};
  for (const PlannedPoint& planned : points) {
    stored.points.push_back(planned.point);
    stored.points.back().status = PointStatus::pending;
  }
  return stored;
}

SweepPlan make_plan(const SweepFile& sweep) {
  return Planner(sweep).plan();
}

double point_cost(const Workload& workload, const MachineConfig& config, const std::string& architecture) {
  // Fitted to the processor time of layers of VGG-16 and AlexNet and of a tiny one: setting up a PE takes
  // time, and so does each weight that is broadcast to it.
  constexpr double per_pe = 3e5, per_weight_and_pe = 2.5;
  double cost = 0;
  for (std::size_t i = 0; i < workload.layers(); ++i)
    cost += workload.products(i) + config.pe_count() * (per_pe + per_weight_and_pe * workload.weights(i));
  return cost * cost_factor(architecture);
}

}  // namespace scnnsim
