// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/simulate_layer.h"

#include "sim/results/layer_json.h"
#include "sim/run/worker_process.h"

namespace scnnsim {

LayerResult simulate_layer(const MachineConfig& config, const LayerDescription& layer,
                           const LayerTensors& tensors, const SimulationOptions& options,
                           OperandForms forms) {
  std::string answer;
  run_in_worker(
      "layer " + layer.name,
      [&](Channel& channel) {
        const LayerResult result = simulate_layer_here(config, layer, tensors, options, forms);
        nlohmann::ordered_json json;
        json["result"] = layer_to_json(result);
        json["largest_lead"] = result.largest_lead;
        json["outputs_checksum"] = result.outputs_checksum;
        channel.send(json.dump());
      },
      [&](std::string message) { answer = std::move(message); });
  const auto json = nlohmann::ordered_json::parse(answer);
  LayerResult result = layer_from_json(json.at("result"), "layer " + layer.name);
  result.largest_lead = json.at("largest_lead");
  result.outputs_checksum = json.at("outputs_checksum");
  return result;
}

}  // namespace scnnsim
