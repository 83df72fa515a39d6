// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/run/point_worker.h"

#include <fmt/format.h>

#include <chrono>

#include "sim/results/json_parse.h"
#include "sim/results/layer_json.h"
#include "sim/run/name_errors.h"
#include "sim/sweep/run/layer_cache.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

/// A point's message. Layers come as the texts that their processes sent.
std::string message_of(PointStatus status, const std::string& reason, const std::vector<std::string>& layers,
                       Clock::time_point start) {
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return fmt::format(R"({{"status":"{}","reason":{},"seconds":{},"layers":[{}]}})", to_string(status),
                     Json(reason).dump(-1, ' ', false, Json::error_handler_t::replace), seconds,
                     fmt::join(layers, ","));
}

/// Tensors that cannot be had are no property of the point.
const PreparedLayer& prepare(LayerCache& cache, std::size_t layer, const MachineConfig& config) {
  try {
    return cache.at(layer, config.multiplier_array.operand_bits);
  } catch (const UserError& error) {
    throw SimulationError(error.what());
  }
}

/// In the layer's own process.
std::string simulated(const SimulateLayer& simulate, const PlannedPoint& point, const PreparedLayer& layer,
                      bool verify) {
  LayerResult result = simulate(point, layer, verify);
  result.network = point.point.network;
  return layer_to_json(result).dump();
}

std::string run_point(const PlannedPoint& point, LayerCache& cache, const SimulateLayer& simulate,
                      bool verify) {
  const auto start = Clock::now();
  std::vector<std::string> layers;
  try {
    for (std::size_t i = 0; i < point.workload->layers(); ++i) {
      const PreparedLayer& layer = prepare(cache, i, point.config);
      run_in_worker(
          "layer " + layer.description.name,
          [&](Channel& channel) { channel.send(simulated(simulate, point, layer, verify)); },
          [&](std::string message) { layers.push_back(std::move(message)); });
    }
  } catch (const UserError& error) {
    return message_of(PointStatus::invalid, error.what(), {}, start);
  } catch (const std::exception& error) {
    return message_of(PointStatus::failed, error.what(), {}, start);
  }
  return message_of(PointStatus::done, "", layers, start);
}

/// Wrong outputs make a point fail.
void judge(PointOutcome& outcome) {
  for (const LayerResult& layer : outcome.layers) {
    if (layer.verified != Verified::no) continue;
    outcome.status = PointStatus::failed;
    outcome.reason = fmt::format("layer {}: wrong outputs: {}", layer.layer, layer.first_mismatch);
    outcome.layers.clear();
    return;
  }
}

}  // namespace

LayerResult simulate_point_layer(const PlannedPoint& point, const PreparedLayer& layer, bool verify) {
  SimulationOptions options;
  options.counters_of_each_block = false;  // most of the text, and not kept
  options.values = point.values;
  options.verify = verify && point.values;
  return name_errors("layer " + layer.description.name, [&] {
    return simulate_on(*point.architecture, point.config, *point.energy_table, layer.description,
                       layer.tensors, options);
  });
}

void PointWorker::work(Channel& channel, const std::function<const PlannedPoint*()>& next) const {
  LayerCache cache(workload_, verify_ && shares_);
  while (const PlannedPoint* point = next()) channel.send(run_point(*point, cache, simulate_, verify_));
}

PointOutcome PointWorker::outcome_of(const std::string& message) {
  const std::string where = "a worker's message";
  const Json json = parse_json(message, where);
  PointOutcome outcome;
  outcome.status =
      from_string<PointStatus>(json.at("status").get<std::string>()).value_or(PointStatus::failed);
  outcome.reason = json.at("reason").get<std::string>();
  outcome.seconds = json.at("seconds").get<double>();
  for (const Json& layer : json.at("layers")) outcome.layers.push_back(layer_from_json(layer, where));
  judge(outcome);
  return outcome;
}

}  // namespace scnnsim
