// SPDX-License-Identifier: Apache-2.0
#include "sim/mapping/activation_tiles.h"

#include <algorithm>

#include "models/common/written_tensor.h"
#include "sim/mapping/tiling.h"

namespace scnnsim {
namespace {

CompressedBlock encode_tile(const TileEncoding& encoding, const std::int16_t* plane, std::int64_t columns,
                            const Rectangle& tile, std::vector<std::int16_t>& scratch) {
  copy_tile(plane, columns, tile, scratch);
  return encoding.is_dense ? keep_dense(scratch.data(), scratch.size())
                           : compress(scratch.data(), scratch.size(), encoding.index_bits);
}

Pass make_pass(const TileEncoding& encoding, const UnitGeometry& g, const Tensor<std::int16_t>& activations,
               std::uint32_t group, const Rectangle& outputs) {
  Pass pass{group, outputs, tile_grid(encoding.grid, inputs_of(g, outputs), outputs), {}};
  pass.counting.resize(g.channels);
  const auto plane_size = static_cast<std::size_t>(g.H * g.W);
  const std::int16_t* planes = activations.data.data() + std::size_t{group} * g.channels * plane_size;
  std::vector<std::int16_t> scratch;
  for (std::size_t pe = 0; pe < pass.tiles.size(); ++pe) {
    PeTile& tile = pass.tiles[pe];
    if (!tile.has_tile()) continue;
    tile.activations.reserve(g.channels);
    for (std::uint32_t channel = 0; channel < g.channels; ++channel) {
      tile.activations.push_back(
          encode_tile(encoding, planes + channel * plane_size, g.W, tile.input, scratch));
      if (!tile.activations.back().empty()) pass.counting[channel].push_back(static_cast<std::uint16_t>(pe));
    }
  }
  return pass;
}

std::uint64_t words_in(const PeTile& tile) {
  std::uint64_t words = 0;
  for (const CompressedBlock& block : tile.activations) words += block.size();
  return words;
}

/// The largest sum over all passes of what words_of(pass, tile) says of a PE's tile.
template <class WordsOf>
std::uint64_t fullest_pe(const SharedList<Pass>& passes, const WordsOf& words_of) {
  std::vector<std::uint64_t> words;
  for (const Pass& pass : passes) {
    words.resize(pass.tiles.size());
    for (std::size_t pe = 0; pe < words.size(); ++pe) words[pe] += words_of(pass, pass.tiles[pe]);
  }
  return *std::max_element(words.begin(), words.end());
}

}  // namespace

TileEncoding::TileEncoding(const MachineConfig& config, const TemporalTiling& tiling, OperandForms forms)
    : grid(config.pe_array),
      height(tiling.height),
      width(tiling.width),
      is_dense(!forms.compressed_activations),
      index_bits(is_dense ? 0 : config.compression.index_bits) {}

std::vector<Pass> encode_passes(const TileEncoding& encoding, const UnitGeometry& geometry,
                                const Tensor<std::int16_t>& activations) {
  std::vector<Pass> passes;
  for (std::uint32_t group = 0; group < geometry.groups; ++group)
    for (const Rectangle& outputs : encoding.tiling().tiles(geometry))
      passes.push_back(make_pass(encoding, geometry, activations, group, outputs));
  return passes;
}

std::uint64_t fullest_input_tile(const SharedList<Pass>& passes) {
  std::uint64_t most = 0;
  for (const Pass& pass : passes)
    for (const PeTile& tile : pass.tiles) most = std::max(most, words_in(tile));
  return most;
}

std::uint64_t fullest_input(const SharedList<Pass>& passes) {
  return fullest_pe(passes, [](const Pass&, const PeTile& tile) { return words_in(tile); });
}

std::uint64_t fullest_output(const TileEncoding& encoding, const UnitGeometry& g,
                             const SharedList<Pass>& passes, const Tensor<std::int16_t>& outputs) {
  const std::size_t columns = outputs.shape[2], plane_size = outputs.shape[1] * columns;
  std::vector<std::int16_t> scratch;
  return fullest_pe(passes, [&](const Pass& pass, const PeTile& tile) {
    std::uint64_t words = 0;
    if (tile.outputs.empty()) return words;
    const std::int16_t* planes = outputs.data.data() + std::size_t{pass.group} * g.filters * plane_size;
    const Rectangle part = written_part(tile.outputs, g, outputs.shape);
    for (std::uint32_t k = 0; k < g.filters; ++k)
      words +=
          encode_tile(encoding, planes + k * plane_size, static_cast<std::int64_t>(columns), part, scratch)
              .size();
    return words;
  });
}

}  // namespace scnnsim
