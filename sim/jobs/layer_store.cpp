// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/layer_store.h"

#include <algorithm>

namespace scnnsim {

std::optional<LayerResult> KnownResults::find(const std::string& key,
                                              const PreparedSimulation& simulation) const {
  const auto found = known_.find(key);
  if (found == known_.end()) return std::nullopt;
  for (const Known& known : found->second)
    if (auto result = simulation.made_of(known.options, known.result)) return result;
  return std::nullopt;
}

void KnownResults::end(const std::string& key, const PreparedSimulation& simulation,
                       const LayerResult* result) {
  if (--running_[key] == 0) running_.erase(key);
  if (result != nullptr) known_[key].push_back({simulation.options(), *result});
}

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 29;

}  // namespace

std::shared_ptr<StoredLayer> LayerStore::at(const std::shared_ptr<const TensorSource>& source,
                                            std::size_t layer, unsigned operand_bits) {
  if (source_ != source) {
    kept_.clear();
    bytes_ = 0;
    source_ = source;
  }
  const auto found = kept_.find({layer, operand_bits});
  if (found != kept_.end()) return found->second.layer;
  auto made = std::make_shared<StoredLayer>(source->load(layer, operand_bits, draws_));
  kept_[{layer, operand_bits}] = {made, 0};
  account(made);
  return made;
}

void LayerStore::account(const std::shared_ptr<StoredLayer>& layer) {
  const auto found =
      std::find_if(kept_.begin(), kept_.end(), [&](const auto& one) { return one.second.layer == layer; });
  if (found == kept_.end()) return;  // of another source, or not kept
  Kept& kept = found->second;
  const std::size_t bytes = layer->layer.bytes();
  bytes_ += bytes - kept.bytes;
  kept.bytes = bytes;
  if (bytes_ <= most_bytes) return;
  bytes_ -= bytes;
  kept_.erase(found);
}

}  // namespace scnnsim
