// SPDX-License-Identifier: Apache-2.0
#include "traces/channel_source.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <xxhash.h>

#include <algorithm>

namespace scnnsim {
namespace {

/// Whether what follows a layer keeps its channels apart and its zeros zero.
bool keeps_channels(const LayerDescription& layer) {
  return std::all_of(layer.after.begin(), layer.after.end(), [](const std::string& name) {
    return name == "relu" || name == "relu6" || name == "max_pool" || name == "average_pool";
  });
}

}  // namespace

ChannelSources::Key ChannelSources::key_of(const Tensor<std::int16_t>& tensor) {
  const XXH128_hash_t shape = XXH3_128bits(tensor.shape.data(), tensor.shape.size() * sizeof(std::size_t));
  const XXH128_hash_t hash =
      XXH3_128bits_withSeed(tensor.data.data(), tensor.data.size() * sizeof(std::int16_t), shape.low64);
  return {hash.high64, hash.low64};
}

ChannelSource ChannelSources::source_of(const Key& input, const LayerDescription& layer) const {
  if (const auto reader = sources_.find(input); reader != sources_.end()) return reader->second;
  const auto kept = [&](std::size_t writer) {
    return layers_[writer].keeps_channels ? std::optional(writer) : std::nullopt;
  };
  if (const auto writer = written_.find(input); writer != written_.end()) return {kept(writer->second)};
  if (layers_.empty() || layers_.back().filters != layer.shape.C) return {};
  const std::optional<std::size_t> before = kept(layers_.size() - 1);
  if (layers_.back().has_written) return {std::nullopt, before.has_value()};
  return {before};
}

ChannelSource ChannelSources::add(const LayerDescription& layer, const LayerTensors& tensors) {
  const Key input = key_of(tensors.activations);
  const ChannelSource source = source_of(input, layer);
  sources_.emplace(input, source);
  if (tensors.written) written_[key_of(*tensors.written)] = layers_.size();
  layers_.push_back({layer.shape.K, keeps_channels(layer), tensors.written.has_value()});
  return source;
}

std::string unknown_sources(const std::vector<std::string>& layers) {
  if (layers.empty()) return "";
  return fmt::format(
      "filter: no channels of {} layer{} ({}) are emptied: the layer before writes another tensor than is "
      "read "
      "there, so the filters that make these channels are not known",
      layers.size(), layers.size() == 1 ? "" : "s", fmt::join(layers, ", "));
}

}  // namespace scnnsim
