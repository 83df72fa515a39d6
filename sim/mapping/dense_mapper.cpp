// SPDX-License-Identifier: Apache-2.0
#include "sim/mapping/dense_mapper.h"

#include <algorithm>

#include "models/common/written_tensor.h"
#include "sim/mapping/effectual_multiplies.h"
#include "sim/mapping/stored_n_of_m.h"
#include "sim/mapping/tiling.h"
#include "sim/mapping/unit_layer.h"
#include "sim/mapping/weight_grains.h"

namespace scnnsim {
namespace {

std::vector<PeTile> dense_grid(const MachineConfig& config, const UnitGeometry& g) {
  const Rectangle outputs{{0, g.P}, {0, g.Q}};
  return tile_grid(config.pe_array, inputs_of(g, outputs), outputs);
}

/// Whether `words` operands exceed a PE's half of the SRAM.
bool exceeds_ram(const MachineConfig& config, std::uint64_t words) {
  return words * config.multiplier_array.operand_bits > 8 * config.dense_ram_bytes();
}

/// The written tensor's share of a PE.
Rectangle written_by(const PeTile& tile, const UnitGeometry& g, const Tensor<std::int16_t>* written) {
  return written != nullptr ? written_part(tile.outputs, g, written->shape) : tile.outputs;
}

/// `written`: null if the outputs (K, P, Q) are written.
bool output_spills(const MachineConfig& config, const UnitGeometry& g, const Tensor<std::int16_t>* written) {
  std::int64_t most = 0;
  for (const PeTile& tile : dense_grid(config, g)) most = std::max(most, written_by(tile, g, written).area());
  return exceeds_ram(config, static_cast<std::uint64_t>(most) * g.filters * g.groups);
}

class DenseMapper {
 public:
  DenseMapper(const MachineConfig& config, const LayerDescription& layer, const LayerTensors& tensors,
              DenseKind kind, const Tensor<std::int16_t>* outputs)
      : config_(config),
        layer_(layer),
        tensors_(tensors),
        kind_(kind),
        outputs_(tensors.written ? &*tensors.written : outputs),
        geometry_(unit_geometry(layer.shape)),
        grid_(dense_grid(config, geometry_)) {}

  DenseProgram map() {
    program_.weight_bits = config_.multiplier_array.operand_bits;
    if (takes_places()) program_.weight_bits += bits_of_choice(layer_.granularity.c);
    for (const std::uint64_t channels : channels_with_tap(layer_.shape)) {
      const std::uint64_t weights = weights_of_tap(channels);
      program_.cycles_per_output += ceil_divide<std::uint64_t>(weights, config_.lanes());
      program_.multiplies_per_output += weights;
    }
    for (const PeTile& tile : grid_)
      program_.tiles.push_back({static_cast<std::uint64_t>(tile.outputs.area()),
                                static_cast<std::uint64_t>(part_of(tile).area()),
                                static_cast<std::uint64_t>(tile.input.area()) * geometry_.channels, 0, 0});
    if (kind_ == DenseKind::gated) count_gated();
    decide_input();
    program_.output_spilled = output_spills(config_, geometry_, written_tensor());
    list_steps();
    return std::move(program_);
  }

 private:
  bool takes_places() const {
    return kind_ == DenseKind::n_of_m && runs_as_n_of_m(config_, layer_.granularity);
  }
  /// Of a filter, of the channels that have the tap: all of them at one or several phases.
  std::uint64_t weights_of_tap(std::uint64_t channels) const {
    if (!takes_places()) return channels;
    const std::uint64_t of_layer = layer_.shape.channels_per_group();
    return channels / of_layer * places_in(layer_.granularity, of_layer);
  }
  const Tensor<std::int16_t>* written_tensor() const {
    return tensors_.written ? &*tensors_.written : nullptr;
  }
  Rectangle part_of(const PeTile& tile) const { return written_by(tile, geometry_, written_tensor()); }

  void count_gated() {
    std::vector<Rectangle> parts;
    for (const PeTile& tile : grid_) parts.push_back(tile.outputs);
    const auto effectual = count_effectual_multiplies(layer_.shape, tensors_, parts);
    for (std::size_t pe = 0; pe < parts.size(); ++pe) {
      DenseTile& tile = program_.tiles[pe];
      const std::uint64_t all = tile.outputs * layer_.shape.K * program_.multiplies_per_output;
      tile.gated_multiplies = all - effectual[pe].both;
      tile.zero_activations = all - effectual[pe].activation;
    }
  }

  void decide_input() {
    std::uint64_t most = 0;
    for (const DenseTile& tile : program_.tiles) most = std::max(most, tile.input_words);
    program_.input_spilled = exceeds_ram(config_, most * geometry_.groups);
    if (!program_.input_spilled && layer_.input != InputLocation::dram) return;
    const std::uint64_t dense_bytes = dense_input_bytes();
    program_.input.assign(geometry_.groups, {dense_bytes, dense_bytes});
    if (kind_ == DenseKind::gated) compress_input();
  }

  /// Of one group.
  std::uint64_t dense_input_bytes() const {
    std::uint64_t words = 0;
    for (const DenseTile& tile : program_.tiles) words += tile.input_words;
    return dense_bytes_of(words);
  }

  void compress_input() {
    const UnitLayer unit = to_unit_stride(layer_.shape, tensors_);
    for (std::uint32_t group = 0; group < geometry_.groups; ++group) {
      std::uint64_t words = 0;
      for (const PeTile& tile : grid_)
        words +=
            compressed_words(unit.activations, group * geometry_.channels, geometry_.channels, tile.input);
      program_.input[group].bytes = compressed_bytes_of(words);
    }
  }

  void list_steps() {
    const std::uint32_t filters = geometry_.filters, kc = largest_kc(config_, geometry_);
    for (std::uint32_t group = 0; group < geometry_.groups; ++group)
      for (std::uint32_t first = 0; first < filters; first += kc) {
        DenseStep step{group, first == 0, std::min(kc, filters - first), {}};
        if (program_.output_spilled) step.output = written(group * filters + first, step.filters);
        program_.steps.push_back(std::move(step));
      }
  }

  /// Per PE, for `count` output channels from `first` on.
  std::vector<DenseTransfer> written(std::uint32_t first, std::uint32_t count) {
    std::vector<DenseTransfer> transfers;
    for (const PeTile& tile : grid_) {
      const Rectangle part = part_of(tile);
      const std::uint64_t dense = dense_bytes_of(static_cast<std::uint64_t>(part.area()) * count);
      transfers.push_back({dense, dense});
      if (kind_ == DenseKind::gated)
        transfers.back().bytes = compressed_bytes_of(compressed_words(*outputs_, first, count, part));
    }
    return transfers;
  }

  /// Of a rectangle of `count` planes from `first` on.
  std::uint64_t compressed_words(const Tensor<std::int16_t>& planes, std::uint32_t first, std::uint32_t count,
                                 const Rectangle& tile) {
    if (tile.empty()) return 0;
    const std::size_t columns = planes.shape[2], size = planes.shape[1] * columns;
    std::uint64_t words = 0;
    for (std::uint32_t plane = first; plane < first + count; ++plane)
      words += compress_tile(planes.data.data() + plane * size, static_cast<std::int64_t>(columns), tile,
                             config_.compression.index_bits, scratch_)
                   .size();
    return words;
  }

  std::uint64_t dense_bytes_of(std::uint64_t words) const {
    return ceil_divide<std::uint64_t>(words * config_.multiplier_array.operand_bits, 8);
  }
  std::uint64_t compressed_bytes_of(std::uint64_t words) const {
    return ceil_divide<std::uint64_t>(words * config_.word_bits(), 8);
  }

  const MachineConfig& config_;
  const LayerDescription& layer_;
  const LayerTensors& tensors_;
  const DenseKind kind_;
  const Tensor<std::int16_t>* const outputs_;
  const UnitGeometry geometry_;
  const std::vector<PeTile> grid_;
  DenseProgram program_;
  std::vector<std::int16_t> scratch_;
};

}  // namespace

DenseProgram map_dense_layer(const MachineConfig& config, const LayerDescription& layer,
                             const LayerTensors& tensors, DenseKind kind,
                             const Tensor<std::int16_t>* outputs) {
  return DenseMapper(config, layer, tensors, kind, outputs).map();
}

bool needs_dense_outputs(const MachineConfig& config, const LayerDescription& layer, DenseKind kind) {
  return kind == DenseKind::gated && output_spills(config, unit_geometry(layer.shape), nullptr);
}

}  // namespace scnnsim
