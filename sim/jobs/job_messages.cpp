// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/job_messages.h"

#include <utility>

#include "sim/results/json_parse.h"
#include "sim/results/layer_json.h"
#include "traces/support/enum_names.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* where = "a message of a worker";

std::string packed(const Json& json) {
  std::string bytes;
  Json::to_msgpack(json, bytes);
  return bytes;
}

/// A result, with what of it is not among the results of a run.
Json layer_and_facts(const LayerResult& layer) {
  Json json{{"largest_lead", layer.largest_lead}, {"counter_descriptions", *layer.counter_descriptions}};
  json["layer"] = layer_to_json(layer);
  return json;
}

LayerResult layer_of(Json json, const std::string& place) {
  LayerResult layer = layer_from_json(std::move(json.at("layer")), place);
  layer.largest_lead = json.at("largest_lead").get<std::uint64_t>();
  layer.counter_descriptions = std::move(json.at("counter_descriptions"));
  return layer;
}

/// Bytes that are no UTF-8 are no text of a message.
std::string readable(const std::string& text) {
  return Json::parse(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>();
}

}  // namespace

std::string progress_message(double share) {
  return packed({{"progress", share}});
}

std::string layer_message(const LayerResult& layer) {
  return packed(layer_and_facts(layer));
}

LayerMessage read_layer_message(const std::string& bytes, const std::string& place) {
  Json json = parse_msgpack(bytes, place);
  if (json.contains("progress")) return {json.at("progress").get<double>()};
  return {std::nullopt, layer_of(std::move(json), place)};
}

std::string started_message(std::size_t job) {
  return packed({{"job", job}});
}

std::string progress_message(std::size_t job, double share) {
  return packed({{"job", job}, {"progress", share}});
}

std::string outcome_message(std::size_t job, const JobOutcome& outcome) {
  Json json{{"job", job},
            {"status", to_string(outcome.status)},
            {"reason", readable(outcome.reason)},
            {"is_users_mistake", outcome.is_users_mistake},
            {"seconds", outcome.seconds},
            {"stderr", readable(outcome.stderr_text)}};
  json["layers"] = Json::array();
  for (const LayerResult& layer : outcome.layers) json["layers"].push_back(layer_and_facts(layer));
  return packed(json);
}

JobMessage read_job_message(const std::string& bytes) {
  Json json = parse_msgpack(bytes, where);
  JobMessage message{json.at("job").get<std::size_t>()};
  if (json.contains("progress")) message.progress = json.at("progress").get<double>();
  if (!json.contains("status")) return message;
  JobOutcome& outcome = message.outcome.emplace();
  outcome.status = from_string<JobStatus>(json.at("status").get<std::string>()).value_or(JobStatus::failed);
  outcome.reason = json.at("reason").get<std::string>();
  outcome.is_users_mistake = json.at("is_users_mistake").get<bool>();
  outcome.seconds = json.at("seconds").get<double>();
  outcome.stderr_text = json.at("stderr").get<std::string>();
  for (Json& layer : json.at("layers")) outcome.layers.push_back(layer_of(std::move(layer), where));
  return message;
}

}  // namespace scnnsim
