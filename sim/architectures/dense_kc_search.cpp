// SPDX-License-Identifier: Apache-2.0
#include "sim/architectures/dense_kc_search.h"

#include <utility>

#include "sim/layer/kc_search.h"

namespace scnnsim {
namespace {

class DenseKcSearch : public PreparedSimulation {
 public:
  DenseKcSearch(const MachineConfig& config, SharedLayer& layer, const SimulationOptions& options,
                PrepareDense prepare)
      : PreparedSimulation(options), config_(config), layer_(layer), prepare_(std::move(prepare)) {
    run_with(KcRule::automatic, nullptr);  // throws what run() would
  }

  bool uses_kernel() const override { return false; }

  LayerResult run(const std::function<void(double)>& progress) const override {
    std::optional<LayerResult> best;
    for (const KcChoice& candidate : kc_candidates(layer_.description().shape)) {
      std::optional<LayerResult> result;
      run_with(candidate, &result);
      const auto rank = [](const LayerResult& one) { return std::make_pair(one.cycles, one.kc); };
      if (!best || rank(*result) < rank(*best)) best = std::move(result);
      if (progress) progress(0);
    }
    return std::move(*best);
  }

 private:
  /// Prepares the layer with a Kc, and runs it where its result is wanted.
  void run_with(const KcChoice& kc, std::optional<LayerResult>* result) const {
    MachineConfig config = config_;
    config.mapping.kc = kc;
    const std::unique_ptr<PreparedSimulation> simulation = prepare_(config, layer_, options());
    if (result != nullptr) *result = simulation->run();
  }

  const MachineConfig& config_;
  SharedLayer& layer_;
  const PrepareDense prepare_;
};

}  // namespace

std::unique_ptr<PreparedSimulation> prepare_with_kc(const MachineConfig& config, SharedLayer& layer,
                                                    const SimulationOptions& options,
                                                    const PrepareDense& prepare) {
  if (config.mapping.kc.is(KcRule::best))
    return std::make_unique<DenseKcSearch>(config, layer, options, prepare);
  return prepare(config, layer, options);
}

}  // namespace scnnsim
