// SPDX-License-Identifier: Apache-2.0
#include "traces/prune.h"

#include <fmt/format.h>

#include <cmath>

#include "traces/grains.h"
#include "traces/layer_yaml.h"
#include "traces/support/messages.h"

namespace scnnsim {

void leave_out_outputs(LayerDescription& layer, LayerTensors& tensors) {
  tensors.output.reset();
  if (!tensors.written) return;
  tensors.written.reset();
  if (computes_outputs(layer)) return;
  const bool rectifies = layer.rectifies();
  layer.after.clear();
  if (rectifies) layer.after.emplace_back("relu");
}

bool leaves_no_weight(const Granularity& granularity, const LayerShape& shape, double density) {
  if (granularity == Granularity::none || granularity.is_n_of_m() || density == 0) return false;
  return std::llround(density * static_cast<double>(Grains(granularity, shape).count())) == 0;
}

std::string problem_with_density(const Granularity& granularity, const LayerShape& shape, double density) {
  if (granularity == Granularity::none || granularity.is_n_of_m() || density == 0) return "";
  const auto grains = static_cast<double>(Grains(granularity, shape).count());
  const auto kept = static_cast<double>(std::llround(density * grains));
  const std::string name = to_string(granularity) + " grain";
  if (kept == 0)
    return fmt::format("{} of {} is less than half of one, so that no weight stays", density,
                       counted(static_cast<std::uint64_t>(grains), name));
  if (std::fabs(kept / grains - density) > 0.1 * density)
    return fmt::format("the nearest to a density of {} with {} is {:.3g}", density,
                       counted(static_cast<std::uint64_t>(grains), name), kept / grains);
  return "";
}

std::string already_pruned(double density) {
  if (density >= dense_share) return "";
  return fmt::format(
      "the weights are pruned already, to {:.3f}: grains that are zero count as such, so that the shares of "
      "weights that stay do not compare; take the trace of a dense network, made by trace import, "
      "tools/pytorch/scnnsim_export.py or trace generate --granularity none (traces/digits-dense comes with "
      "the program's sources)",
      density);
}

}  // namespace scnnsim
