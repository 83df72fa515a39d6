// SPDX-License-Identifier: Apache-2.0
#include "sim/mapping/encoded_layer.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace scnnsim {
namespace {

constexpr std::size_t most_forms = 4;  ///< of weights and of activations, which are large
constexpr std::size_t most_counts = 64;

std::int64_t largest_magnitude(const Tensor<std::int16_t>& tensor) {
  std::int16_t least = 0, most = 0;  // of the tensor's width, so that the compiler makes SIMD of it
  for (const std::int16_t value : tensor.data) {
    least = std::min(least, value);
    most = std::max(most, value);
  }
  return std::max<std::int64_t>(most, -std::int64_t{least});
}

/// Sum of the magnitudes of one filter's weights.
std::int64_t weight_magnitudes(const Tensor<std::int16_t>& weights, std::size_t filter) {
  const std::size_t length = weights.size() / weights.shape[0];
  const std::int16_t* first = weights.data.data() + filter * length;
  return std::accumulate(first, first + length, std::int64_t{0},
                         [](std::int64_t sum, int weight) { return sum + std::abs(weight); });
}

template <class T>
std::size_t bytes_in(const std::vector<T>& items) {
  return items.size() * sizeof(T);
}

}  // namespace

EncodedLayer::EncodedLayer(const LayerDescription& layer, const LayerTensors& tensors)
    : layer_(layer),
      tensors_(tensors),
      geometry_(unit_geometry(layer.shape)),
      is_strided_(layer.shape.stride_h != 1 || layer.shape.stride_w != 1),
      weights_(most_forms),
      passes_(most_forms),
      fullest_input_tile_(most_counts),
      fullest_input_(most_counts),
      fullest_output_(most_counts) {}

const UnitLayer& EncodedLayer::unit() {
  if (!unit_) unit_ = to_unit_stride(layer_.shape, tensors_);
  return *unit_;
}

const Tensor<std::int16_t>& EncodedLayer::unit_weights() {
  return is_strided_ ? unit().weights : tensors_.weights;
}

const Tensor<std::int16_t>& EncodedLayer::unit_activations() {
  return is_strided_ ? unit().activations : tensors_.activations;
}

SharedList<WeightStream> EncodedLayer::weights(const WeightEncoding& encoding) {
  return weights_.at(encoding, [&] {
    if (needs_existing_taps(encoding) && existing_taps_.empty()) existing_taps_ = existing_taps(layer_.shape);
    const std::size_t size = std::size_t{geometry_.filters} * geometry_.channels *
                             static_cast<std::size_t>(geometry_.R * geometry_.S);
    std::vector<WeightStream> streams;
    for (std::uint32_t group = 0; group < geometry_.groups; ++group)
      streams.push_back(
          encode_weights(encoding, geometry_, existing_taps_, unit_weights().data.data() + group * size));
    return SharedList<WeightStream>(std::move(streams));
  });
}

SharedList<Pass> EncodedLayer::passes(const TileEncoding& encoding) {
  return passes_.at(encoding,
                    [&] { return SharedList<Pass>(encode_passes(encoding, geometry_, unit_activations())); });
}

std::uint64_t EncodedLayer::fullest_input_tile(const TileEncoding& encoding) {
  return fullest_input_tile_.at(encoding, [&] { return scnnsim::fullest_input_tile(passes(encoding)); });
}

std::uint64_t EncodedLayer::fullest_input(const TileEncoding& encoding) {
  return fullest_input_.at(encoding, [&] { return scnnsim::fullest_input(passes(encoding)); });
}

std::uint64_t EncodedLayer::fullest_output(const TileEncoding& encoding, unsigned operand_bits,
                                           const Tensor<std::int16_t>& outputs) {
  return fullest_output_.at({encoding, operand_bits}, [&] {
    return scnnsim::fullest_output(encoding, geometry_, passes(encoding), outputs);
  });
}

bool EncodedLayer::sums_fit_int32() {
  if (!sums_fit_int32_) sums_fit_int32_ = sums_of_magnitudes_fit_int32();
  return *sums_fit_int32_;
}

bool EncodedLayer::sums_of_magnitudes_fit_int32() const {
  const std::int64_t input = largest_magnitude(tensors_.activations);
  const std::size_t filters = tensors_.weights.shape[0], length = tensors_.weights.size() / filters;
  const std::int64_t most = static_cast<std::int64_t>(length) * largest_magnitude(tensors_.weights) * input;
  for (std::size_t k = 0; k < filters; ++k) {
    const std::int64_t bias = tensors_.bias ? std::abs(std::int64_t{tensors_.bias->data[k]}) : 0;
    if (most + bias <= INT32_MAX) continue;  // spares most layers a look at every weight
    if (weight_magnitudes(tensors_.weights, k) * input + bias > INT32_MAX) return false;
  }
  return true;
}

std::size_t EncodedLayer::bytes() const {
  std::size_t bytes = 0;
  if (unit_) bytes += bytes_in(unit_->weights.data) + bytes_in(unit_->activations.data);
  for (const auto& [encoding, streams] : weights_.all())
    for (const WeightStream& stream : streams)
      bytes += bytes_in(stream.words) + bytes_in(stream.vectors) + bytes_in(stream.blocks);
  for (const auto& [encoding, passes] : passes_.all())
    for (const Pass& pass : passes)
      for (const PeTile& tile : pass.tiles)
        for (const CompressedBlock& block : tile.activations)
          bytes += sizeof(CompressedBlock) + bytes_in(block);
  return bytes;
}

}  // namespace scnnsim
