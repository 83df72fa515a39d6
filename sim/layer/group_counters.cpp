// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/group_counters.h"

#include <map>
#include <nlohmann/json.hpp>
#include <utility>

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

struct GroupCounters {
  std::uint64_t channels = 0, weight_words = 0, cycles = 0, waited = 0;
};

Json groups_to_json(const LayerProgram& program, const std::vector<LayerSequencer::StepTime>& times) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, GroupCounters> groups;  // by group of the layer and OCG
  for (std::size_t i = 0; i < times.size(); ++i) {
    const Step& step = program.steps[i];
    GroupCounters& group = groups[{program.pass_of(step).group, step.ocg}];
    const WeightBlock vectors = program.vectors_of(step);
    group.channels = step.filters;
    group.weight_words =
        vectors.empty() ? 0 : program.stream_of(step).words_of(vectors.first_vector, vectors.vectors);
    group.cycles += times[i].cycles;
    group.waited += times[i].waited;
  }
  Json json{{"channels", Json::array()},
            {"weight_words", Json::array()},
            {"cycles", Json::array()},
            {"barrier_pe_cycles", Json::array()}};
  for (const auto& [key, group] : groups) {
    json["channels"].push_back(group.channels);
    json["weight_words"].push_back(group.weight_words);
    json["cycles"].push_back(group.cycles);
    json["barrier_pe_cycles"].push_back(group.waited);
  }
  return json;
}

template <class T>
double share_of_values(const T* first, std::size_t count) {
  std::size_t values = 0;
  for (std::size_t i = 0; i < count; ++i) values += first[i] != 0;
  return count > 0 ? static_cast<double>(values) / static_cast<double>(count) : 0;
}

Json input_densities(const LayerTensors& tensors) {
  const auto& activations = tensors.activations;  // (C, H, W)
  const std::size_t channels = activations.shape[0], plane = activations.shape[1] * activations.shape[2];
  Json densities = Json::array();
  for (std::size_t channel = 0; channel < channels; ++channel)
    densities.push_back(share_of_values(activations.data.data() + channel * plane, plane));
  return densities;
}

/// Over the filters of the channel's group.
Json weight_densities(const LayerTensors& tensors) {
  const auto& weights = tensors.weights;  // (K, C / groups, R, S)
  const std::size_t of_group = weights.shape[1], taps = weights.shape[2] * weights.shape[3];
  const std::size_t groups = tensors.activations.shape[0] / of_group, filters = weights.shape[0] / groups;
  Json densities = Json::array();
  for (std::size_t channel = 0; channel < groups * of_group; ++channel) {
    double sum = 0;
    for (std::size_t k = channel / of_group * filters; k < (channel / of_group + 1) * filters; ++k)
      sum += share_of_values(weights.data.data() + (k * of_group + channel % of_group) * taps, taps);
    densities.push_back(sum / static_cast<double>(filters));
  }
  return densities;
}

}  // namespace

void add_group_counters(const LayerProgram& program, const std::vector<LayerSequencer::StepTime>& steps,
                        const LayerTensors& tensors, LayerResult& result) {
  Json counters = result.counters.copy();
  counters[group_counters_key] = groups_to_json(program, steps);
  counters[channel_counters_key] = {{"input_density", input_densities(tensors)},
                                    {"weight_density", weight_densities(tensors)}};
  result.counters = std::move(counters);
}

}  // namespace scnnsim
