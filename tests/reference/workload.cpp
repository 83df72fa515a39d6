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

using Family = Granularity::Family;

/// Weights in one box of this many filters, channels of the layer, rows and columns; 0: all of them.
struct Box {
  int filters, channels, rows, columns;
};

Box box_of(const Granularity& granularity) {
  const auto number = [](std::uint32_t value) { return static_cast<int>(value); };
  switch (granularity.family) {
    case Family::vector:
      return {1, 1, 1, 0};
    case Family::kernel:
      return {1, 1, 0, 0};
    case Family::filter:
      return {1, 0, 0, 0};
    case Family::channel:
      return {0, 1, 0, 0};
    case Family::block:
      if (granularity == Granularity::block(granularity.k, granularity.c))
        return {number(granularity.k), number(granularity.c), 0, 0};
      return {number(granularity.k), number(granularity.c), 1, 1};
    default:
      return {1, 1, 1, 1};
  }
}

bool is_pruned_by_grain(const Granularity& granularity) {
  return granularity.family != Family::none && granularity.family != Family::element;
}

/// Vectors are aligned where a grain's weights of one block lie side by side.
bool is_aligned(const Granularity& granularity) {
  return is_pruned_by_grain(granularity) && box_of(granularity).columns == 0;
}

bool same_part(int one, int other, int size) {
  return size == 0 || one / size == other / size;
}

int phases_of(const LayerShape& shape, const UnitLayer& unit) {
  return unit.channels / static_cast<int>(shape.channels_per_group());
}

/// Whether two channels of the unit layer lie in the same boxes: all do if a box has all channels, else those
/// of the same phase whose original channels do.
bool same_channels(int one, int other, int size, int phases) {
  return size == 0 || (one % phases == other % phases && same_part(one / phases, other / phases, size));
}

/// The slices of a weight block, found by comparing each weight with the first one of each slice.
std::vector<Slice> slices_of(const Granularity& granularity, const LayerShape& shape, const UnitLayer& unit,
                             int first_filter, int filters, int channel) {
  const Box box = box_of(granularity);
  const int taps = unit.filter_rows * unit.filter_columns, phases = phases_of(shape, unit);
  struct Tap {
    int k, r, s;
  };
  const auto tap_at = [&](int position) {
    return Tap{first_filter + position / taps, position % taps / unit.filter_columns,
               position % unit.filter_columns};
  };
  const auto same_box = [&](const Tap& one, const Tap& other) {
    return same_part(one.k, other.k, box.filters) && same_part(one.r, other.r, box.rows) &&
           same_part(one.s, other.s, box.columns);
  };
  std::vector<Slice> slices;
  for (int position = 0; position < filters * taps; ++position) {
    const auto known = std::find_if(slices.begin(), slices.end(), [&](const Slice& slice) {
      return same_box(tap_at(static_cast<int>(slice.positions.front())), tap_at(position));
    });
    if (known == slices.end())
      slices.push_back({{at(position)}, false, true});
    else
      known->positions.push_back(at(position));
  }
  for (Slice& slice : slices) {
    const Tap first = tap_at(static_cast<int>(slice.positions.front()));
    for (int k = 0; k < unit.filters; ++k)
      for (int c = 0; c < unit.channels; ++c)
        for (int tap = 0; tap < taps; ++tap)
          if (same_channels(c, channel, box.channels, phases) &&
              same_box(first, {k, tap / unit.filter_columns, tap % unit.filter_columns}))
            slice.is_stored = slice.is_stored || unit.weights[at(k)][at(c)][at(tap)] != 0;
    for (int c = 0; c < channel; ++c)
      slice.has_index = slice.has_index && !same_channels(c, channel, box.channels, phases);
    for (int k = 0; k < first_filter; ++k)
      slice.has_index = slice.has_index && !same_part(k, first.k, box.filters);
  }
  return slices;
}

/// Positions of a block for which n:m has a place.
std::vector<std::size_t> places_of(const Granularity& granularity, const LayerShape& shape,
                                   const UnitLayer& unit, int first_filter, int filters, int channel) {
  const int taps = unit.filter_rows * unit.filter_columns, phases = phases_of(shape, unit);
  const int m = static_cast<int>(granularity.c), n = static_cast<int>(granularity.kept);
  std::vector<std::size_t> places;
  for (int k = 0; k < filters; ++k)
    for (std::size_t tap : unit.taps[at(channel)]) {
      int nonzeros = 0, zeros_before = 0;
      const auto weight = [&](int c) { return unit.weights[at(first_filter + k)][at(c)][tap]; };
      for (int c = 0; c < unit.channels; ++c) {
        if (!same_channels(c, channel, m, phases)) continue;
        nonzeros += weight(c) != 0;
        zeros_before += c < channel && weight(c) == 0;
      }
      if (weight(channel) != 0 || zeros_before < n - nonzeros) places.push_back(at(k * taps) + tap);
    }
  std::sort(places.begin(), places.end());
  return places;
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

StoredBlock compressed_weights(const MachineConfig& config, const Granularity& granularity,
                               const LayerShape& shape, const UnitLayer& unit,
                               const std::vector<std::int16_t>& values, int first_filter, int filters,
                               int channel) {
  WordFormat format{config.multiplier_array.operand_bits, config.compression.index_bits};
  const bool per_grain = is_pruned_by_grain(granularity) && config.weights.index_per == IndexPer::grain;
  if (per_grain && granularity.family == Family::n_of_m) {
    format.index_bits = 0;
    while (1u << format.index_bits < granularity.c) ++format.index_bits;
    return encode_places(values, places_of(granularity, shape, unit, first_filter, filters, channel), format);
  }
  const std::vector<Slice> slices = slices_of(granularity, shape, unit, first_filter, filters, channel);
  if (per_grain) return encode_slices(values, format, slices);
  std::vector<std::size_t> grain_at(values.size());
  for (std::size_t grain = 0; grain < slices.size(); ++grain)
    for (const std::size_t position : slices[grain].positions) grain_at[position] = grain;
  return encode_values(values, format, grain_at);
}

std::vector<StoredVector> weight_block(const MachineConfig& config, const DenseOperands& dense,
                                       const LayerDescription& layer, const UnitLayer& unit, int first_filter,
                                       int filters, int channel) {
  std::vector<std::int16_t> values;
  for (int k = first_filter; k < first_filter + filters; ++k) {
    const auto& taps = unit.weights[at(k)][at(channel)];
    values.insert(values.end(), taps.begin(), taps.end());
  }
  if (dense.weights)
    return cut_vectors(dense_weights(values, unit, filters, channel, config.multiplier_array.operand_bits),
                       config.multiplier_array.f, false);
  const StoredBlock block = compressed_weights(config, layer.granularity, layer.shape, unit, values,
                                               first_filter, filters, channel);
  return cut_vectors(block, config.multiplier_array.f,
                     is_aligned(layer.granularity) && config.accumulator.merge == MergeMode::grain);
}

WeightStream stream_weights(const MachineConfig& config, const DenseOperands& dense,
                            const LayerDescription& layer, const Mapping& mapping, const UnitLayer& unit) {
  WeightStream stream;
  std::uint64_t bits = 0;
  for (int ocg = 0; ocg < mapping.ocgs(); ++ocg) {
    stream.blocks.emplace_back();
    const int first = ocg * mapping.kc, filters = std::min(mapping.kc, unit.filters - first);
    for (int channel = 0; channel < unit.channels; ++channel) {
      auto block = weight_block(config, dense, layer, unit, first, filters, channel);
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
    workload.weights.push_back(stream_weights(config, dense, layer, workload.mapping, unit));
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
  workload.output_spilled = fullest_output(config, dense, layer.shape, stored_tensor(config, layer, tensors),
                                           workload.mapping.groups.front().filters, workload.mapping.passes) >
                            words_held(config.activation_ram.oaram_bytes, config, dense);
  return workload;
}

}  // namespace scnnsim::lockstep
