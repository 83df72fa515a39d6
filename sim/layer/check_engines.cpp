// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/check_engines.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "models/pe/engine_choice.h"
#include "sim/layer/child_result.h"
#include "sim/layer/layer_json.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

/// "a.b.c" of a JSON pointer "/a/b/c".
std::string readable_path(std::string pointer) {
  pointer.erase(0, 1);
  for (char& character : pointer)
    if (character == '/') character = '.';
  return pointer;
}

SimulationOptions with_counters(SimulationOptions options) {
  options.detail = std::max(options.detail, CounterDetail::blocks);
  return options;
}

SimulationOptions unrecorded(SimulationOptions options) {
  options.activity.reset();
  return options;
}

SimulationOptions by(EngineKind engine, SimulationOptions options) {
  options.engine = engine;
  return options;
}

ScnnSimulation by_batched_engine(const MachineConfig& config, SharedLayer& layer,
                                 const SimulationOptions& options, OperandForms forms) {
  try {
    return ScnnSimulation(config, layer, by(EngineKind::batched, options), forms);
  } catch (const UnsuitableEngine& error) {
    throw UnsuitableEngine(error.what() + std::string(" without --check"));
  }
}

}  // namespace

std::string first_difference(const LayerResult& product, const LayerResult& batched) {
  Json one = layer_to_json(product), other = layer_to_json(batched);
  one["outputs"] = product.outputs_checksum;
  other["outputs"] = batched.outputs_checksum;
  const auto one_by_path = one.flatten(), other_by_path = other.flatten();
  for (const auto& [path, value] : one_by_path.items()) {
    const auto found = other_by_path.find(path);
    if (found == other_by_path.end())
      return fmt::format("{} is missing from the batched engine's result", readable_path(path));
    if (*found != value)
      return fmt::format("{} is {} by the product engine and {} by the batched engine", readable_path(path),
                         value.dump(), found->dump());
  }
  if (one_by_path.size() != other_by_path.size()) return "the batched engine's result has more counters";
  return "";
}

CheckedSimulation::CheckedSimulation(const MachineConfig& config, SharedLayer& layer,
                                     const SimulationOptions& options, OperandForms forms)
    : PreparedSimulation(with_counters(options)),
      layer_(layer.description().name),
      product_(config, layer, by(EngineKind::product, unrecorded(with_counters(options))), forms),
      batched_(by_batched_engine(config, layer, with_counters(options), forms)) {}

LayerResult CheckedSimulation::run(const std::function<void(double)>& progress) const {
  const LayerResult product = run_in_child(product_, "layer " + layer_);
  LayerResult result = batched_.run(progress);
  if (const std::string difference = first_difference(product, result); !difference.empty())
    throw SimulationError(
        fmt::format("layer {}: the engines disagree: {}; this is a fault of the simulator, "
                    "please report it",
                    layer_, difference));
  return result;
}

}  // namespace scnnsim
