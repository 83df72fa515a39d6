// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/workload.h"

#include <algorithm>
#include <cstddef>

#include "tests/reference/index.h"

namespace scnnsim::lockstep {
namespace {

std::uint64_t bytes_for(std::uint64_t bits) {
  return (bits + 7) / 8;
}

bool is_pruned_by_grain(Granularity granularity) {
  return granularity == Granularity::vector || granularity == Granularity::kernel ||
         granularity == Granularity::filter;
}

/// Which grains of a block are stored: those with a non-zero; a filter in every channel, if it has one in
/// any.
std::vector<bool> stored_grains(Granularity granularity, const UnitLayer& unit, int first_filter, int filters,
                                int channel, std::size_t grain_size) {
  std::vector<bool> stored;
  for (int k = first_filter; k < first_filter + filters; ++k) {
    const auto& kernels = unit.weights[at(k)];
    const std::size_t taps = kernels[at(channel)].size();
    for (std::size_t begin = 0; begin < taps; begin += grain_size) {
      bool any = false;
      for (std::size_t c = 0; c < kernels.size(); ++c) {
        if (granularity != Granularity::filter && c != at(channel)) continue;
        for (std::size_t i = begin; i < begin + grain_size; ++i) any = any || kernels[c][i] != 0;
      }
      stored.push_back(any);
    }
  }
  return stored;
}

/// Every weight of the taps that there are.
StoredBlock dense_weights(const std::vector<std::int16_t>& values, const UnitLayer& unit, int filters,
                          int channel, unsigned operand_bits) {
  std::vector<std::size_t> positions;
  for (int k = 0; k < filters; ++k)
    for (std::size_t tap : unit.taps[at(channel)])
      positions.push_back(at(k * unit.filter_rows * unit.filter_columns) + tap);
  return keep_dense(values, positions, operand_bits);
}

std::vector<StoredVector> weight_block(const MachineConfig& config, const DenseOperands& dense,
                                       Granularity granularity, const UnitLayer& unit, int first_filter,
                                       int filters, int channel) {
  std::vector<std::int16_t> values;
  for (int k = first_filter; k < first_filter + filters; ++k) {
    const auto& taps = unit.weights[at(k)][at(channel)];
    values.insert(values.end(), taps.begin(), taps.end());
  }
  if (dense.weights)
    return cut_vectors(dense_weights(values, unit, filters, channel, config.multiplier_array.operand_bits),
                       config.multiplier_array.f, false);
  const WordFormat format{config.multiplier_array.operand_bits, config.compression.index_bits};
  const bool by_grain = is_pruned_by_grain(granularity);
  const int row = unit.filter_columns;
  const std::size_t grain_size = at(granularity == Granularity::vector ? row : row * unit.filter_rows);
  StoredBlock block;
  if (by_grain && config.weights.index_per == IndexPer::grain)
    block =
        encode_grains(values, stored_grains(granularity, unit, first_filter, filters, channel, grain_size),
                      format, grain_size, granularity != Granularity::filter || channel == 0);
  else
    block = encode_values(values, format, by_grain ? grain_size : 0);
  return cut_vectors(block, config.multiplier_array.f,
                     by_grain && config.accumulator.merge == MergeMode::grain);
}

WeightStream stream_weights(const MachineConfig& config, const DenseOperands& dense, Granularity granularity,
                            const Mapping& mapping, const UnitLayer& unit) {
  WeightStream stream;
  std::uint64_t bits = 0;
  for (int ocg = 0; ocg < mapping.ocgs(); ++ocg) {
    stream.blocks.emplace_back();
    const int first = ocg * mapping.kc, filters = std::min(mapping.kc, unit.filters - first);
    for (int channel = 0; channel < unit.channels; ++channel) {
      auto block = weight_block(config, dense, granularity, unit, first, filters, channel);
      for (int index = 0; index < static_cast<int>(block.size()); ++index) {
        bits += bits_of(block[at(index)]);
        stream.entries.push_back({ocg, channel, index, bytes_for(bits), block[at(index)]});
      }
      stream.blocks.back().push_back(std::move(block));
    }
  }
  stream.bytes = bytes_for(bits);
  return stream;
}

/// Channels without stored weights in the group are not fetched.
bool has_stored_weights(const WeightStream& weights, int channel) {
  for (const auto& blocks_of_group : weights.blocks)
    if (!blocks_of_group[at(channel)].empty()) return true;
  return false;
}

InputStream stream_inputs(const MachineConfig& config, const DenseOperands& dense, const UnitLayer& unit,
                          const WeightStream& weights, const Pass& pass) {
  InputStream stream;
  const std::size_t columns = config.pe_array.columns;
  stream.blocks.resize(config.pe_count());
  stream.words_of_pe.resize(config.pe_count());
  std::uint64_t bits = 0;
  for (int channel = 0; channel < unit.channels; ++channel) {
    const bool fetched = has_stored_weights(weights, channel);
    std::uint64_t channel_words = 0;
    for (std::size_t pe = 0; pe < config.pe_count(); ++pe) {
      const StoredBlock block =
          activation_block(config, dense, unit, channel, pass.pe_input_rows[pe / columns],
                           pass.pe_input_columns[pe % columns]);
      stream.words_of_pe[pe] += block.size();
      channel_words += block.size();
      stream.blocks[pe].push_back(cut_vectors(block, config.multiplier_array.i, false));
    }
    if (fetched) bits += channel_words * activation_bits(config, dense);
    stream.channel_has_bytes.push_back(fetched && channel_words > 0);
    stream.channel_end_byte.push_back(bytes_for(bits));
  }
  stream.bytes = bytes_for(bits);
  return stream;
}

/// Stored outputs of every PE, all steps together, against the OARAM: from a convolution done beforehand.
bool outputs_exceed_oaram(const MachineConfig& config, const LayerDescription& layer,
                          const LayerTensors& tensors, const Workload& workload) {
  const Tensor<std::int64_t> sums = plain_convolution(layer, tensors);
  const std::size_t P = layer.shape.P(), Q = layer.shape.Q(), columns = config.pe_array.columns;
  const unsigned operand_bits = config.multiplier_array.operand_bits;
  for (std::size_t pe = 0; pe < config.pe_count(); ++pe) {
    std::uint64_t words = 0;
    for (int step = 0; step < workload.steps(); ++step) {
      const Range rows = workload.pass(step).pe_output_rows[pe / columns];
      const Range cols = workload.pass(step).pe_output_columns[pe % columns];
      for (int k = 0; k < workload.ocg_filters(step); ++k) {
        std::vector<std::int16_t> outputs;
        if (tensors.written) {
          outputs =
              written_values(layer.shape, *tensors.written, workload.output_channel(step, k), rows, cols);
          words += store_activations(config, workload.dense, outputs).size();
          continue;
        }
        for (int p = rows.begin; p < rows.end; ++p)
          for (int q = cols.begin; q < cols.end; ++q) {
            const std::int64_t sum =
                sums.data[(at(workload.output_channel(step, k)) * P + at(p)) * Q + at(q)];
            outputs.push_back(requantised(sum, layer, operand_bits));
          }
        words += store_activations(config, workload.dense, outputs).size();
      }
    }
    if (words > words_held(config.activation_ram.oaram_bytes, config, workload.dense)) return true;
  }
  return false;
}

}  // namespace

int Workload::ocg_filters(int step) const {
  return std::min(mapping.kc, unit(step).filters - ocg_of(step) * mapping.kc);
}

int Workload::output_channel(int step, int k) const {
  return pass(step).group * unit(step).filters + ocg_of(step) * mapping.kc + k;
}

Workload prepare(const MachineConfig& config, const LayerDescription& layer, const LayerTensors& tensors,
                 const DenseOperands& dense) {
  Workload workload;
  workload.dense = dense;
  workload.mapping = map_layer(config, layer, tensors, dense);
  for (const UnitLayer& unit : workload.mapping.groups)
    workload.weights.push_back(stream_weights(config, dense, layer.granularity, workload.mapping, unit));
  std::vector<std::uint64_t> iaram_words(config.pe_count());
  for (const Pass& pass : workload.mapping.passes) {
    workload.inputs.push_back(
        stream_inputs(config, dense, workload.mapping.unit(pass), workload.weights[at(pass.group)], pass));
    for (std::size_t pe = 0; pe < iaram_words.size(); ++pe)
      iaram_words[pe] += workload.inputs.back().words_of_pe[pe];
  }
  for (std::uint64_t words : iaram_words)
    workload.input_spilled |= words > words_held(config.activation_ram.iaram_bytes, config, dense);
  workload.streams_input = workload.input_spilled || layer.input == InputLocation::dram;
  workload.output_spilled = outputs_exceed_oaram(config, layer, tensors, workload);
  return workload;
}

}  // namespace scnnsim::lockstep
