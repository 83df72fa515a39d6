// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/run/layer_cache.h"

#include "traces/convolution.h"

namespace scnnsim {
namespace {

constexpr std::size_t most_cached_bytes = std::size_t{1} << 29;

std::size_t bytes_of(const LayerTensors& tensors) {
  const std::size_t outputs = tensors.output ? tensors.output->size() : 0;
  return 2 * (tensors.weights.size() + tensors.activations.size()) + 4 * outputs;
}

}  // namespace

PreparedLayer LayerCache::prepare(std::size_t layer, unsigned operand_bits) const {
  PreparedLayer prepared = workload_.load(layer, operand_bits);
  if (with_outputs_ && !prepared.tensors.output)
    prepared.tensors.output = convolve(prepared.description, prepared.tensors);
  return prepared;
}

const PreparedLayer& LayerCache::at(std::size_t layer, unsigned operand_bits) {
  const auto found = layers_.find({layer, operand_bits});
  if (found != layers_.end()) return found->second;
  PreparedLayer prepared = prepare(layer, operand_bits);
  const std::size_t bytes = bytes_of(prepared.tensors);
  if (bytes_ + bytes > most_cached_bytes) return last_ = std::move(prepared);
  bytes_ += bytes;
  return layers_[{layer, operand_bits}] = std::move(prepared);
}

}  // namespace scnnsim
