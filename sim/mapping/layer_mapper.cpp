// SPDX-License-Identifier: Apache-2.0
#include "sim/mapping/layer_mapper.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/common/written_tensor.h"
#include "sim/mapping/tiling.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// Weight words count taps in 16 bits.
void check_filter(const UnitGeometry& geometry, const std::string& layer) {
  constexpr std::int64_t most_taps = 65535;
  if (geometry.R > most_taps || geometry.S > most_taps)
    throw UserError(fmt::format(
        "layer {}: a filter of {} x {} taps (rewritten to unit stride); expected at most {} per dimension",
        layer, geometry.R, geometry.S, most_taps));
}

class LayerMapper {
 public:
  LayerMapper(const MachineConfig& config, const LayerDescription& layer, EncodedLayer& encoded,
              OperandForms forms)
      : config_(config), layer_(layer), encoded_(encoded), geometry_(encoded.geometry()), forms_(forms) {}

  MappedLayer map(const Tensor<std::int32_t>* bias, const Tensor<std::int16_t>* outputs) {
    check_filter(geometry_, layer_.name);
    const TemporalTiling tiling = choose(outputs);
    MappedLayer mapped{
        {}, {config_, tiling.kc, layer_.granularity, forms_}, {config_, tiling, forms_}, tiling.limit};
    LayerProgram& program = mapped.program;
    program.geometry = geometry_;
    program.forms = forms_;
    program.kc = tiling.kc;
    program.temporal_tiles = static_cast<std::uint32_t>(tiling.tiles(geometry_).size());
    program.streams = encoded_.weights(mapped.weights);
    program.passes = encoded_.passes(mapped.tiles);
    program.steps = steps(program);
    program.sums_fit_int32 = encoded_.sums_fit_int32();
    if (bias != nullptr) program.bias = bias->data;
    program.input_spilled = encoded_.fullest_input(mapped.tiles) > forms_.iaram_words(config_);
    program.output_spilled = outputs != nullptr && exceeds_oarams(mapped.tiles, *outputs);
    program.streams_input = program.input_spilled || layer_.input == InputLocation::dram;
    if (program.streams_input) program.channel_end_bytes = input_stream(program);
    return mapped;
  }

 private:
  TemporalTiling choose(const Tensor<std::int16_t>* outputs) const {
    if (config_.activation_ram.overflow == RamOverflow::spill)
      return choose_tiling(config_, geometry_, layer_.name);
    return choose_tiling(config_, geometry_, layer_.name,
                         [&](const TemporalTiling& tiling) { return exceeded_ram(tiling, outputs); });
  }

  /// The RAM that neither holds the layer nor, in each half, a tile's input or a step's outputs.
  TilingLimit exceeded_ram(const TemporalTiling& tiling, const Tensor<std::int16_t>* outputs) const {
    const TileEncoding tiles{config_, tiling, forms_};
    const std::uint64_t iaram = forms_.iaram_words(config_), oaram = forms_.oaram_words(config_);
    if (encoded_.fullest_input(tiles) > iaram && 2 * encoded_.fullest_input_tile(tiles) > iaram)
      return TilingLimit::iaram;
    if (outputs != nullptr && exceeds_oarams(tiles, *outputs) &&
        2 * most_step_words(tiling, outputs->shape) > oaram)
      return TilingLimit::oaram;
    return TilingLimit::none;
  }

  /// Words that a PE writes in a step at most, uncompressed. `written`: shape of the written tensor.
  std::uint64_t most_step_words(const TemporalTiling& tiling, const Shape& written) const {
    std::int64_t most = 0;
    for (const Rectangle& tile : tiling.tiles(geometry_))
      for (const PeTile& pe : tile_grid(config_.pe_array, inputs_of(geometry_, tile), tile))
        most = std::max(most, written_part(pe.outputs, geometry_, written).area());
    return static_cast<std::uint64_t>(most) * std::min(tiling.kc, geometry_.filters);
  }

  bool exceeds_oarams(const TileEncoding& tiles, const Tensor<std::int16_t>& outputs) const {
    return encoded_.fullest_output(tiles, config_.multiplier_array.operand_bits, outputs) >
           forms_.oaram_words(config_);
  }

  std::vector<Step> steps(const LayerProgram& program) const {
    const std::uint32_t filters = geometry_.filters, kc = program.kc;
    std::vector<Step> steps;
    for (std::uint32_t pass = 0; pass < program.passes.size(); ++pass)
      for (std::uint32_t ocg = 0; ocg * kc < filters; ++ocg)
        steps.push_back({pass, ocg, ocg * kc, std::min(kc, filters - ocg * kc)});
    return steps;
  }

  /// Where each channel ends in the input stream of its pass: all PEs' blocks of a channel, channel after
  /// channel.
  std::vector<std::vector<std::uint64_t>> input_stream(const LayerProgram& program) const {
    std::vector<std::vector<std::uint64_t>> ends;
    for (const Pass& pass : program.passes) {
      const std::vector<bool>& used = program.streams[pass.group].channel_used;
      std::vector<std::uint64_t>& channel_ends = ends.emplace_back();
      std::uint64_t bits = 0;
      for (std::uint32_t channel = 0; channel < geometry_.channels; ++channel) {
        if (used[channel])
          for (const std::uint16_t pe : pass.counting[channel])
            bits += pass.tiles[pe].activations[channel].size() * forms_.activation_bits(config_);
        channel_ends.push_back(ceil_divide<std::uint64_t>(bits, 8));
      }
    }
    return ends;
  }

  const MachineConfig& config_;
  const LayerDescription& layer_;
  EncodedLayer& encoded_;
  const UnitGeometry& geometry_;
  const OperandForms forms_;
};

}  // namespace

MappedLayer map_layer(const MachineConfig& config, const LayerDescription& layer, EncodedLayer& encoded,
                      const Tensor<std::int32_t>* bias, const Tensor<std::int16_t>* outputs,
                      OperandForms forms) {
  return LayerMapper(config, layer, encoded, forms).map(bias, outputs);
}

bool output_may_spill(const MachineConfig& config, const LayerDescription& layer, OperandForms forms) {
  // Temporal tiles cut the plane unevenly over the PEs; no PE owns more than all of it.
  const std::uint64_t outputs = std::uint64_t{layer.shape.K} * layer.shape.P() * layer.shape.Q();
  return outputs > forms.oaram_words(config);
}

}  // namespace scnnsim
