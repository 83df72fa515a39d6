// SPDX-License-Identifier: Apache-2.0
#include "sim/run/layer_worker.h"

#include <chrono>
#include <utility>

#include "sim/results/json_parse.h"
#include "sim/results/layer_json.h"
#include "sim/run/name_errors.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;
constexpr const char* descriptions_key = "counter_descriptions";

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void send(Channel& channel, const Json& message) {
  std::string bytes;
  Json::to_msgpack(message, bytes);
  channel.send(bytes);
}

/// Sends the share of steps done, but not more often than anyone could read.
std::function<void(double)> progress_to(Channel& channel) {
  return [&channel, last = Clock::time_point{}](double share) mutable {
    if (seconds_since(last) < 0.1) return;
    last = Clock::now();
    send(channel, Json{{"progress", share}});
  };
}

}  // namespace

LayerWorker::LayerWorker(const RunRequest& request, const TraceLayer& layer, const Architecture& architecture)
    : request_(request), layer_(layer), architecture_(architecture) {}

LayerResult LayerWorker::simulate(Channel& channel) const {
  const LayerTensors tensors = request_.trace.load(layer_, request_.config.multiplier_array.operand_bits);
  SimulationOptions options = request_.options;
  options.progress = progress_to(channel);
  return name_errors(name(), [&] {
    return simulate_on(architecture_, request_.config, request_.energy_table, layer_.description, tensors,
                       options);
  });
}

void LayerWorker::work(Channel& channel) const {
  const auto start = Clock::now();
  LayerResult result = simulate(channel);
  result.network = request_.trace.network;
  Json message{{"largest_lead", result.largest_lead}, {"seconds", seconds_since(start)}};
  message[descriptions_key] = *result.counter_descriptions;
  message["layer"] = layer_to_message(result);
  send(channel, message);
}

void LayerWorker::derive_from(const LayerRun& base) {
  run_.result = derive_result(architecture_, request_.config, request_.energy_table, base.result);
}

void LayerWorker::receive(const std::string& message, const std::function<void(double)>& on_progress) {
  Json json = parse_msgpack(message, name());
  if (json.contains("progress")) {
    on_progress(json.at("progress").get<double>());
    return;
  }
  run_.result = layer_from_message(std::move(json.at("layer")), name());
  run_.result.counter_descriptions = std::move(json.at(descriptions_key));
  run_.result.largest_lead = json.at("largest_lead").get<std::uint64_t>();
  run_.seconds = json.at("seconds").get<double>();
}

}  // namespace scnnsim
