// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/check_engines.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/results/layer_json.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

/// "a.b.c" of a JSON pointer "/a/b/c".
std::string readable(std::string pointer) {
  pointer.erase(0, 1);
  for (char& character : pointer)
    if (character == '/') character = '.';
  return pointer;
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
      return fmt::format("{} is missing from the batched engine's result", readable(path));
    if (*found != value)
      return fmt::format("{} is {} by the product engine and {} by the batched engine", readable(path),
                         value.dump(), found->dump());
  }
  if (one_by_path.size() != other_by_path.size()) return "the batched engine's result has more counters";
  return "";
}

LayerResult simulate_with_both_engines(const MachineConfig& config, const LayerDescription& layer,
                                       const LayerTensors& tensors, const SimulationOptions& options,
                                       OperandForms forms) {
  SimulationOptions plain = options;
  plain.engine = EngineKind::product;
  plain.progress = nullptr;
  plain.counters_of_each_block = true;
  const LayerResult product = simulate_layer(config, layer, tensors, plain, forms);
  SimulationOptions batched = options;
  batched.counters_of_each_block = true;
  LayerResult result = simulate_layer_here(config, layer, tensors, batched, forms);
  if (const std::string difference = first_difference(product, result); !difference.empty())
    throw SimulationError(
        fmt::format("layer {}: the engines disagree: {}; this is a fault of the simulator, "
                    "please report it",
                    layer.name, difference));
  return result;
}

}  // namespace scnnsim
