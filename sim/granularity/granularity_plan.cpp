// SPDX-License-Identifier: Apache-2.0
#include "sim/granularity/granularity_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "traces/prune.h"
#include "traces/support/error.h"
#include "traces/support/named_file.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {
namespace {

constexpr const char* merge_key = "accumulator.merge";
constexpr const char* index_key = "weights.index_per";

const StudyMachine plain_scnn{"scnn", false};

bool is_scnn(const std::string& architecture) {
  return architecture.compare(0, 4, "scnn") == 0;
}

std::vector<StudyMachine> machines_of(const Granularity& granularity, const StudyOptions& options) {
  if (options.architectures.empty()) return machines_for(granularity);
  std::vector<StudyMachine> machines;
  for (const std::string& architecture : options.architectures) {
    machines.push_back({architecture, false});
    if (is_scnn(architecture)) machines.push_back({architecture, true});
  }
  return machines;
}

double own_density(const Granularity& granularity) {
  return density_of(granularity, std::nullopt, "");
}

/// Four digits: enough for any layer, and the same points whatever the last bits of an interpolation.
double rounded(double density) {
  return std::round(density * 1e4) / 1e4;
}

class StudyPlanner {
 public:
  StudyPlanner(const StudyOptions& options, const AccuracyFile* accuracies)
      : options_(options), accuracies_(accuracies) {}

  StudyPlan plan() {
    std::set<double, std::greater<>> densities(options_.densities.begin(), options_.densities.end());
    for (const Granularity& granularity : options_.granularities)
      if (granularity.is_n_of_m()) densities.insert(own_density(granularity));
    for (const double density : densities) add_equal_density(density);
    if (accuracies_ != nullptr)
      for (const double loss : options_.losses) add_equal_accuracy(loss);
    return std::move(plan_);
  }

 private:
  static StudyRow row_of(const Granularity& granularity, const StudyMachine& machine,
                         const std::vector<double>& densities) {
    StudyRow row{granularity, machine, {}};
    for (const double density : densities) row.points.push_back({granularity, density, machine});
    return row;
  }

  /// Rows of a granularity on its machines; plain SCNN is there already for elements.
  void add_rows(StudyGroup& group, const Granularity& granularity, const std::vector<double>& densities,
                bool is_bound = false) const {
    for (const StudyMachine& machine : machines_of(granularity, options_)) {
      if (granularity == Granularity::element && machine == plain_scnn) continue;
      group.rows.push_back(row_of(granularity, machine, densities));
      group.rows.back().is_bound = is_bound;
    }
  }

  void add_equal_density(double density) {
    StudyGroup group{std::nullopt, density, {row_of(Granularity::element, plain_scnn, {density})}};
    const bool is_asked =
        std::find(options_.densities.begin(), options_.densities.end(), density) != options_.densities.end();
    for (const Granularity& granularity : options_.granularities) {
      const bool is_own = granularity.is_n_of_m() && std::fabs(own_density(granularity) - density) < 1e-9;
      if (is_own || (is_asked && !granularity.is_n_of_m())) add_rows(group, granularity, {density});
    }
    plan_.groups.push_back(std::move(group));
  }

  void add_equal_accuracy(double loss) {
    StudyGroup group{loss, 1, {}};
    const std::vector<double> elements = densities_for(Granularity::element, loss);
    group.rows.insert(group.rows.begin(), row_of(Granularity::element, plain_scnn, elements));
    group.rows.front().is_bound = is_bound_;
    for (const Granularity& granularity : options_.granularities) {
      const std::vector<double> densities = densities_for(granularity, loss);
      if (!densities.empty()) add_rows(group, granularity, densities, is_bound_);
    }
    plan_.groups.push_back(std::move(group));
  }

  /// Of each seed; empty where the loss is larger.
  std::vector<double> densities_for(const Granularity& granularity, double loss) {
    std::vector<double> densities;
    is_bound_ = false;
    for (const NeededDensity& one : accuracies_->needed(granularity, loss)) {
      densities.push_back(granularity.is_n_of_m() ? own_density(granularity) : rounded(one.density));
      is_bound_ = is_bound_ || one.is_bound;
    }
    if (densities.empty())
      plan_.notes.push_back(fmt::format("{} loses more than {:.3g} points of accuracy: no row at this loss",
                                        to_string(granularity), 100 * loss));
    return densities;
  }

  const StudyOptions& options_;
  const AccuracyFile* accuracies_;
  StudyPlan plan_;
  bool is_bound_ = false;  ///< of the densities found last
};

std::string quoted_list(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  quoted.reserve(texts.size());
  for (const std::string& text : texts) quoted.push_back(yaml_quote(text));
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

/// Keys of the configuration that differ from the defaults, as a block `set:`.
std::string set_block(const MachineConfig& config) {
  std::string text;
  for (const ParameterRow& row : describe(config)) {
    if (row.value == row.default_value) continue;
    if (row.key == merge_key || row.key == index_key)
      throw UserError(fmt::format("--set {}: got {}, expected nothing: the comparison has both of its values",
                                  row.key, row.value));
    const bool is_path = (row.key == "energy.table" || row.key == "dram.preset") && means_file(row.value);
    const std::string value = is_path ? std::filesystem::absolute(row.value).string() : row.value;
    text += fmt::format("  {}: {}\n", row.key, yaml_quote(value));
  }
  return text.empty() ? "" : "set:\n" + text;
}

}  // namespace

std::vector<StudyMachine> machines_for(const Granularity& granularity) {
  std::vector<StudyMachine> machines{{"scnn", false}, {"scnn", true}};
  if (granularity == Granularity::filter || granularity == Granularity::channel)
    machines.push_back({"dcnn_structured", false});
  if (granularity.is_n_of_m()) machines.push_back({"dcnn_nm", false});
  return machines;
}

std::string StudyPoint::as_yaml() const {
  std::string text = fmt::format("{{granularity: \"{}\", ", to_string(granularity));
  text += fmt::format("weight_density: {}, architecture: {}", density, machine.architecture);
  if (is_scnn(machine.architecture))
    text += fmt::format(", {}: grain, {}: {}", index_key, merge_key, machine.is_merged ? "grain" : "none");
  return text + "}";
}

std::string StudyPoint::key() const {
  return fmt::format("{} {} {} {}", to_string(granularity), density, machine.architecture,
                     is_scnn(machine.architecture) && machine.is_merged ? "grain" : "none");
}

std::string study_key(const AxisValues& axes) {
  std::map<std::string, std::string> values(axes.begin(), axes.end());
  const auto density = detail::parse_number<double>(values["weight_density"]);
  const std::string merge = values.count(merge_key) > 0 ? values[merge_key] : "none";
  return fmt::format("{} {} {} {}", values["granularity"], density.value_or(0), values["architecture"],
                     merge);
}

StudyPlan plan_study(const StudyOptions& options, const AccuracyFile* accuracies) {
  return StudyPlanner(options, accuracies).plan();
}

std::string sweep_of(const StudyOptions& options, const StudyPlan& plan) {
  std::string text = "# Made by scnnsim granularity.\n";
  text += fmt::format("trace: {}\n",
                      yaml_quote(std::filesystem::absolute(options.trace).lexically_normal().string()));
  if (!options.layers.empty()) text += fmt::format("layers: {}\n", quoted_list(options.layers));
  text += fmt::format("values: {}\n", options.values ? "on" : "off");
  text += set_block(options.config) + "axes:\n  - list:\n";
  std::set<std::string> seen;
  for (const StudyGroup& group : plan.groups)
    for (const StudyRow& row : group.rows)
      for (const StudyPoint& point : row.points)
        if (seen.insert(point.key()).second) text += fmt::format("      - {}\n", point.as_yaml());
  return text;
}

}  // namespace scnnsim
