// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/workload.h"

#include <fmt/format.h>

namespace scnnsim {

void Workload::set_identity(std::string network, std::string identity) {
  network_ = std::move(network);
  identity_ = std::move(identity);
}

void Workload::add_layer(const LayerShape& shape, double weight_density, double input_density) {
  products_.push_back(static_cast<double>(shape.dense_macs()) * weight_density * input_density);
  const double weights = static_cast<double>(shape.K) * shape.channels_per_group() * shape.R * shape.S;
  weights_.push_back(weights * weight_density);
}

std::shared_ptr<const Workload> make_workload(const SweepFile& sweep, const PointSettings& settings) {
  if (settings.trace.empty() && settings.network.empty())
    throw UserError(sweep.name + ": names neither a trace nor a network");
  if (!settings.trace.empty() && settings.is_generated)
    throw UserError(
        fmt::format("{}: trace \"{}\" has its tensors: expected no network, granularity, density, "
                    "pattern or seed with it",
                    sweep.name, settings.trace));
  return settings.trace.empty() ? make_generated_workload(sweep, settings)
                                : open_trace_workload(sweep, settings);
}

}  // namespace scnnsim
