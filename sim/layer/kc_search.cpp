// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/kc_search.h"

#include <algorithm>
#include <map>

#include "models/pe/engine_choice.h"
#include "sim/layer/check_engines.h"
#include "sim/layer/child_result.h"
#include "sim/layer/scnn_simulation.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

SimulationOptions timing_alone(const SimulationOptions& options) {
  SimulationOptions timing;
  timing.quantum = options.quantum;
  timing.process_order = options.process_order;
  timing.engine = options.engine;
  timing.values = timing.verify = false;
  timing.detail = CounterDetail::layers;
  return timing;
}

}  // namespace

std::vector<KcChoice> kc_candidates(const LayerShape& shape) {
  std::vector<KcChoice> all{KcRule::automatic};
  for (std::uint32_t kc = 1; kc <= shape.filters_per_group(); kc *= 2) all.push_back(kc);
  return all;
}

std::unique_ptr<PreparedSimulation> prepare_scnn_simulation(const MachineConfig& config, SharedLayer& layer,
                                                            const SimulationOptions& options,
                                                            OperandForms forms) {
  if (config.mapping.kc.is(KcRule::best)) return std::make_unique<KcSearch>(config, layer, options, forms);
  if (options.check_engines) return std::make_unique<CheckedSimulation>(config, layer, options, forms);
  return std::make_unique<ScnnSimulation>(config, layer, options, forms);
}

KcSearch::KcSearch(const MachineConfig& config, SharedLayer& layer, const SimulationOptions& options,
                   OperandForms forms)
    : PreparedSimulation(options), config_(config), layer_(layer), forms_(forms) {
  MachineConfig tried = with_kc(KcRule::automatic);
  for (const KcChoice& candidate : kc_candidates(layer.description().shape)) {
    tried = with_kc(candidate);
    if (timing_on(tried)) break;
  }
  prepare_scnn_simulation(tried, layer, options, forms);  // throws what run() would
}

LayerResult KcSearch::run(const std::function<void(double)>& progress) const {
  const std::map<std::uint32_t, Cycle> cycles = cycles_of_candidates(progress);
  const auto best = std::min_element(cycles.begin(), cycles.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  const MachineConfig config = with_kc(best->first);
  return prepare_scnn_simulation(config, layer_, options(), forms_)->run(progress);
}

std::map<std::uint32_t, Cycle> KcSearch::cycles_of_candidates(
    const std::function<void(double)>& progress) const {
  std::map<std::uint32_t, Cycle> cycles;
  const LayerDescription& layer = layer_.description();
  for (const KcChoice& candidate : kc_candidates(layer.shape)) {
    const MachineConfig config = with_kc(candidate);
    const std::unique_ptr<ScnnSimulation> simulation = timing_on(config);
    if (!simulation || cycles.count(simulation->kc()) > 0) continue;
    cycles[simulation->kc()] = run_in_child(*simulation, "layer " + layer.name).cycles;
    if (progress) progress(0);
  }
  return cycles;
}

std::unique_ptr<ScnnSimulation> KcSearch::timing_on(const MachineConfig& config) const {
  try {
    return std::make_unique<ScnnSimulation>(config, layer_, timing_alone(options()), forms_);
  } catch (const UnsuitableEngine&) {
    throw;
  } catch (const UserError&) {
    return nullptr;
  }
}

MachineConfig KcSearch::with_kc(KcChoice kc) const {
  MachineConfig config = config_;
  config.mapping.kc = kc;
  return config;
}

}  // namespace scnnsim
