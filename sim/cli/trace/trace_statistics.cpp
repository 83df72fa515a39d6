// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/trace/trace_statistics.h"

#include <algorithm>

#include "traces/compress.h"

namespace scnnsim {

namespace {

void add_block(TensorStatistics& statistics, const std::int16_t* values, std::size_t count) {
  statistics.values += count;
  statistics.nonzeros +=
      static_cast<std::uint64_t>(std::count_if(values, values + count, [](int v) { return v != 0; }));
  statistics.entries += compress(values, count, index_bits_of_sizes).size();
}

TensorStatistics examine_weights(const LayerShape& s, const Tensor<std::int16_t>& weights) {
  TensorStatistics statistics;
  const std::size_t kernel = std::size_t{s.R} * s.S, channels = s.channels_per_group(),
                    filters = s.filters_per_group();
  std::vector<std::int16_t> block;
  for (std::size_t g = 0; g < s.groups; ++g)
    for (std::size_t first = 0; first < filters; first += output_channels_of_block)
      for (std::size_t c = 0; c < channels; ++c) {
        block.clear();
        for (std::size_t k = first; k < std::min<std::size_t>(first + output_channels_of_block, filters);
             ++k) {
          const std::int16_t* begin = &weights.data[((g * filters + k) * channels + c) * kernel];
          block.insert(block.end(), begin, begin + kernel);
        }
        add_block(statistics, block.data(), block.size());
      }
  return statistics;
}

TensorStatistics examine_activations(const LayerShape& s, const Tensor<std::int16_t>& activations) {
  TensorStatistics statistics;
  const std::size_t plane = std::size_t{s.H} * s.W;
  for (std::size_t c = 0; c < s.C; ++c) add_block(statistics, &activations.data[c * plane], plane);
  return statistics;
}

}  // namespace

TensorStatistics& TensorStatistics::operator+=(const TensorStatistics& other) {
  values += other.values;
  nonzeros += other.nonzeros;
  entries += other.entries;
  return *this;
}

LayerStatistics& LayerStatistics::operator+=(const LayerStatistics& other) {
  macs += other.macs;
  weights += other.weights;
  activations += other.activations;
  return *this;
}

LayerStatistics examine_layer(const Trace& trace, const TraceLayer& layer) {
  const LayerTensors tensors = trace.load(layer, operand_bits_of_sizes);
  const LayerShape& shape = layer.description.shape;
  return {shape.dense_macs(), examine_weights(shape, tensors.weights),
          examine_activations(shape, tensors.activations)};
}

}  // namespace scnnsim
