// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/sweep_plan.h"

#include <fmt/format.h>

#include <map>
#include <unordered_set>

#include "sim/architectures/machines_of_table.h"
#include "sim/sweep/plan/workload.h"
#include "traces/support/checksum.h"
#include "traces/support/messages.h"
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

/// Builds the points, sharing sources of layers and energy tables.
class Planner {
 public:
  Planner(const SweepFile& sweep, const SimulationOptions& options)
      : sweep_(sweep), options_(options), workloads_(sweep) {}

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
    PlannedPoint planned;
    Job& job = planned.job;
    job.source = source_of(settings);
    job.architecture = &find_architecture(settings.architecture, sweep_.name);
    job.config = settings.config;
    job.config.dram.preset = sweep_.path(settings.config.dram.preset);
    job.energy_table = table_of(settings.config.energy.table);
    job.options = options_;
    job.options.values = sweep_.values;
    job.options.verify = sweep_.values && options_.verify;
    job.options.detail = CounterDetail::layers;  // most of the text, and not kept
    job.network = job.source->network();
    job.cost = job_cost(*job.source, job.config, settings.architecture);
    SweepPoint& point = planned.point;
    point.network = job.network;
    point.architecture = settings.architecture;
    bool is_valid = false;
    try {
      job.config.check();
      point.area_mm2 = job.architecture->area_mm2(job.config);
      is_valid = true;
    } catch (const UserError& error) {
      point.status = PointStatus::invalid;
      point.reason = error.what();
    }
    if (is_valid)
      machines_[settings.config.energy.table].add(
          *job.energy_table, *job.architecture, job.config,
          fmt::format("{} of point {}", settings.architecture, plan_.points.size() + 1));
    point.key = job_key(job);
    return planned;
  }

  std::shared_ptr<const TensorSource> source_of(const PointSettings& settings) {
    std::string text = settings.trace + "\n" + settings.network;
    for (const std::string& name : setting_names())
      if (name != "architecture") text += "\n" + point_setting(settings, name);
    std::shared_ptr<const TensorSource>& source = sources_[text];
    if (!source) source = workloads_.make(settings);
    return source;
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
  const SimulationOptions& options_;
  Workloads workloads_;
  SweepPlan plan_;
  std::unordered_set<std::string> keys_;
  std::map<std::string, std::shared_ptr<const TensorSource>> sources_;
  std::map<std::string, std::shared_ptr<const EnergyTable>> tables_;
  std::map<std::string, MachinesOfTable> machines_;  ///< by energy table
};

}  // namespace

StoredPlan SweepPlan::stored() const {
  StoredPlan stored{{}, axis_names, sweep_text, config, points_in_all, checksum};
  for (const PlannedPoint& planned : points) {
    stored.points.push_back(planned.point);
    stored.points.back().status = PointStatus::pending;
  }
  return stored;
}

SweepPlan make_plan(const SweepFile& sweep, const SimulationOptions& options) {
  return Planner(sweep, options).plan();
}

}  // namespace scnnsim
