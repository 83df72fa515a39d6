// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/child_result.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "sim/layer/layer_json.h"
#include "sim/run/worker_process.h"
#include "sim/text/json.h"

namespace scnnsim {

using Json = nlohmann::ordered_json;

Json result_to_message(const LayerResult& result) {
  return {{"largest_lead", result.largest_lead},
          {"outputs_checksum", result.outputs_checksum},
          {"counters", result.counters.packed()},
          {"counter_descriptions", result.counter_descriptions.packed()},
          {"layer", layer_to_json_without_counters(result)}};
}

LayerResult result_of_message(Json message, const std::string& where) {
  LayerResult result = layer_from_json(std::move(message.at("layer")), where);
  result.largest_lead = message.at("largest_lead").get<std::uint64_t>();
  result.outputs_checksum = message.at("outputs_checksum").get<std::string>();
  const auto unread = [&message](const char* key) {
    return SharedJson::of_packed(message.at(key).get_ref<const std::string&>());
  };
  result.counters = unread("counters");
  result.counter_descriptions = unread("counter_descriptions");
  return result;
}

std::string packed(const Json& json) {
  std::string bytes;
  Json::to_msgpack(json, bytes);
  return bytes;
}

LayerResult run_in_child(const PreparedSimulation& simulation, const std::string& name) {
  std::string answer;
  run_in_worker(
      name, [&](Channel& channel) { channel.send(packed(result_to_message(simulation.run()))); },
      [&](std::string message) { answer = std::move(message); });
  return result_of_message(parse_msgpack(answer, name), name);
}

}  // namespace scnnsim
