// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/job_messages.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "sim/layer/child_result.h"
#include "sim/text/json.h"
#include "traces/support/enum_names.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* where = "a message of a worker";

/// Bytes that are no UTF-8 are no text of a message.
std::string readable(const std::string& text) {
  return Json::parse(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>();
}

}  // namespace

std::string progress_message(double share) {
  return packed({{"progress", share}});
}

std::string layer_message(const LayerResult& layer) {
  return packed(result_to_message(layer));
}

LayerMessage read_layer_message(const std::string& bytes, const std::string& place) {
  Json json = parse_msgpack(bytes, place);
  if (json.contains("progress")) return {json.at("progress").get<double>()};
  return {std::nullopt, result_of_message(std::move(json), place)};
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
            {"stderr", readable(outcome.stderr_text)},
            {"lacks_process", outcome.lacks_process}};
  json["layers"] = Json::array();
  for (const LayerResult& layer : outcome.layers) json["layers"].push_back(result_to_message(layer));
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
  outcome.lacks_process = json.at("lacks_process").get<bool>();
  for (Json& layer : json.at("layers")) outcome.layers.push_back(result_of_message(std::move(layer), where));
  return message;
}

}  // namespace scnnsim
