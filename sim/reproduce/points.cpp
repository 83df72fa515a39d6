// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/points.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/layer/result_columns.h"

namespace scnnsim {

std::string PointKey::series_text() const {
  return beside.empty() ? series : series + ", " + beside;
}

std::string PointKey::text() const {
  return fmt::format("{} {} ({}, seed {}) on {}", network, layer, series_text(), seed, machine);
}

bool PointPlan::wants(const Machine& machine) const {
  return architectures_.empty() || std::find(architectures_.begin(), architectures_.end(),
                                             machine.architecture) != architectures_.end();
}

void PointPlan::add(const PaperWorkload& workload, const std::vector<Machine>& machines) {
  const PointKey key{
      workload.series, workload.network, workload.layer.description.name, workload.generate.seed, "",
      beside_};
  for (const Machine& machine : machines) {
    if (!wants(machine)) continue;
    const auto [found, is_new] = index_.emplace(key, tasks_.size());
    if (is_new) tasks_.push_back({workload, {}, beside_});
    std::vector<Machine>& planned = tasks_[found->second].machines;
    if (std::none_of(planned.begin(), planned.end(),
                     [&](const Machine& one) { return one.label == machine.label; }))
      planned.push_back(machine);
  }
}

std::size_t PointPlan::points() const {
  std::size_t count = 0;
  for (const PointTask& task : tasks_) count += task.machines.size();
  return count;
}

const LayerResult& Points::at(const PointKey& key) const {
  const auto found = results_.find(key);
  if (found == results_.end()) throw PointNotRun("not simulated: " + key.text());
  return found->second;
}

Points Points::beside(const std::string& pattern) const {
  Points own;
  for (const auto& [key, result] : results_) {
    if (key.beside != pattern) continue;
    PointKey judged = key;
    judged.beside.clear();
    own.put(judged, result);
  }
  return own;
}

LayerResult SeedView::total(const std::string& series, const std::string& network,
                            const std::vector<std::string>& layers, const std::string& machine) const {
  std::vector<LayerResult> results;
  results.reserve(layers.size());
  for (const std::string& layer : layers) results.push_back(at(series, network, layer, machine));
  return total_of(results);
}

}  // namespace scnnsim
