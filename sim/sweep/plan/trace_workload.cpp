// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sim/run/name_errors.h"
#include "sim/sweep/plan/workload.h"
#include "traces/trace.h"

namespace scnnsim {
namespace {

class TraceWorkload : public Workload {
 public:
  TraceWorkload(const SweepFile& sweep, const PointSettings& settings)
      : trace_(
            name_errors(settings.workload_where, [&] { return Trace::open(sweep.folder / settings.trace); })),
        layers_(select_layers(trace_.layers, sweep.layers, sweep.name + ": layers")) {
    std::string identity = fmt::format("trace: {}\n", trace_.checksum());
    for (const TraceLayer& layer : layers_) {
      identity += fmt::format("layer: {}\n", layer.description.name);
      const LayerTensors tensors = trace_.load(layer, widest_operand);
      add_layer(layer.description.shape, density(tensors.weights), density(tensors.activations));
    }
    set_identity(trace_.network, identity);
  }

  PreparedLayer load(std::size_t layer, unsigned operand_bits) const override {
    return {layers_[layer].description, trace_.load(layers_[layer], operand_bits)};
  }

 private:
  Trace trace_;
  std::vector<TraceLayer> layers_;
};

}  // namespace

std::shared_ptr<const Workload> open_trace_workload(const SweepFile& sweep, const PointSettings& settings) {
  return std::make_shared<TraceWorkload>(sweep, settings);
}

}  // namespace scnnsim
