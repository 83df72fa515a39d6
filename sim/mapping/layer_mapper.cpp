// SPDX-License-Identifier: Apache-2.0
#include "sim/mapping/layer_mapper.h"

#include <cstdlib>
#include <functional>

#include <fmt/format.h>

#include "sim/mapping/pe_tiles.h"
#include "sim/mapping/tiling.h"
#include "sim/mapping/unit_layer.h"
#include "sim/mapping/weight_encoder.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

std::uint64_t words_in(const PeTile& tile) {
  std::uint64_t words = 0;
  for (const CompressedBlock& block : tile.activations) words += block.size();
  return words;
}

std::int64_t largest_magnitude(const Tensor<std::int16_t>& tensor) {
  std::int64_t largest = 0;
  for (const std::int16_t value : tensor.data) largest = std::max<std::int64_t>(largest, std::abs(value));
  return largest;
}

class LayerMapper {
 public:
  LayerMapper(const MachineConfig& config, const LayerDescription& layer, const LayerTensors& tensors,
              OperandForms forms)
      : config_(config), layer_(layer), forms_(forms), unit_(to_unit_stride(layer.shape, tensors)) {
    program_.forms = forms;
    if (tensors.bias) program_.bias = tensors.bias->data;
  }

  LayerProgram map(const Tensor<std::int16_t>* outputs) {
    program_.geometry = unit_.geometry;
    check_filter();
    const TemporalTiling tiling = choose();
    program_.kc = tiling.kc;
    program_.temporal_tiles = static_cast<std::uint32_t>(tiling.tiles(unit_.geometry).size());
    encode_weights_of_all_groups();
    program_.passes = passes(tiling);
    list_steps();
    program_.sums_fit_int32 = sums_fit_int32();
    decide_spills(outputs);
    if (program_.streams_input) lay_out_input_stream();
    return std::move(program_);
  }

 private:
  /// Weight words count taps in 16 bits.
  void check_filter() const {
    constexpr std::int64_t most_taps = 65535;
    if (unit_.geometry.R > most_taps || unit_.geometry.S > most_taps)
      throw UserError(fmt::format(
          "layer {}: a filter of {} x {} taps (rewritten to unit stride); expected at most {} per dimension",
          layer_.name, unit_.geometry.R, unit_.geometry.S, most_taps));
  }

  TemporalTiling choose() const {
    if (config_.activation_ram.overflow == RamOverflow::spill)
      return choose_tiling(config_, unit_.geometry, layer_.name);
    return choose_tiling(config_, unit_.geometry, layer_.name,
                         [this](const TemporalTiling& tiling) { return half_rams_suffice(tiling); });
  }

  bool half_rams_suffice(const TemporalTiling& tiling) const {
    for (const Pass& pass : passes(tiling))
      for (const PeTile& tile : pass.tiles) {
        const auto output_words = static_cast<std::uint64_t>(tile.outputs.area()) * unit_.geometry.filters;
        if (2 * words_in(tile) > forms_.iaram_words(config_) ||
            2 * output_words > forms_.oaram_words(config_))
          return false;
      }
    return true;
  }

  bool sums_fit_int32() const {
    const UnitGeometry& g = unit_.geometry;
    const std::int64_t terms = g.channels * g.R * g.S;
    return largest_magnitude(unit_.weights) * largest_magnitude(unit_.activations) <= INT32_MAX / terms;
  }

  void encode_weights_of_all_groups() {
    const UnitGeometry& g = unit_.geometry;
    const std::size_t size = std::size_t{g.filters} * g.channels * static_cast<std::size_t>(g.R * g.S);
    for (std::uint32_t group = 0; group < g.groups; ++group) {
      const std::int16_t* weights = unit_.weights.data.data() + group * size;
      program_.streams.push_back(
          forms_.compressed_weights
              ? encode_weights(config_, g, program_.kc, layer_.granularity, weights)
              : keep_weights_dense(config_, g, program_.kc, existing_taps(layer_.shape), weights));
    }
  }

  std::vector<Pass> passes(const TemporalTiling& tiling) const {
    std::vector<Pass> all;
    for (std::uint32_t group = 0; group < unit_.geometry.groups; ++group)
      for (const Rectangle& outputs : tiling.tiles(unit_.geometry)) all.push_back(make_pass(group, outputs));
    return all;
  }

  Pass make_pass(std::uint32_t group, const Rectangle& outputs) const {
    const UnitGeometry& g = unit_.geometry;
    Pass pass{group, outputs, tile_grid(config_, inputs_of(g, outputs), outputs), {}, {}};
    pass.counting.resize(g.channels);
    std::vector<std::int16_t> scratch;
    for (std::size_t pe = 0; pe < pass.tiles.size(); ++pe) {
      PeTile& tile = pass.tiles[pe];
      if (!tile.has_tile()) continue;
      for (std::uint32_t channel = 0; channel < g.channels; ++channel) {
        const std::int16_t* plane =
            unit_.activations.data.data() +
            (std::size_t{group} * g.channels + channel) * static_cast<std::size_t>(g.H * g.W);
        tile.activations.push_back(encode_tile(plane, g.W, tile.input, scratch));
        if (!tile.activations.back().empty())
          pass.counting[channel].push_back(static_cast<std::uint16_t>(pe));
      }
    }
    return pass;
  }

  CompressedBlock encode_tile(const std::int16_t* plane, std::int64_t columns, const Rectangle& tile,
                              std::vector<std::int16_t>& scratch) const {
    copy_tile(plane, columns, tile, scratch);
    return forms_.encode_activations(scratch.data(), scratch.size(), config_);
  }

  void list_steps() {
    const std::uint32_t filters = unit_.geometry.filters, kc = program_.kc;
    for (std::uint32_t pass = 0; pass < program_.passes.size(); ++pass)
      for (std::uint32_t ocg = 0; ocg * kc < filters; ++ocg)
        program_.steps.push_back({pass, ocg, ocg * kc, std::min(kc, filters - ocg * kc)});
  }

  void decide_spills(const Tensor<std::int16_t>* outputs) {
    std::vector<std::uint64_t> input_words(config_.pe_count(), 0), output_words(config_.pe_count(), 0);
    for (const Pass& pass : program_.passes)
      for (std::size_t pe = 0; pe < pass.tiles.size(); ++pe) {
        input_words[pe] += words_in(pass.tiles[pe]);
        if (outputs) output_words[pe] += compressed_outputs(*outputs, pass, pass.tiles[pe].outputs);
      }
    const auto fullest = [](const std::vector<std::uint64_t>& words) {
      return *std::max_element(words.begin(), words.end());
    };
    program_.input_spilled = fullest(input_words) > forms_.iaram_words(config_);
    program_.output_spilled = fullest(output_words) > forms_.oaram_words(config_);
    program_.streams_input = program_.input_spilled || layer_.input == InputLocation::dram;
  }

  std::uint64_t compressed_outputs(const Tensor<std::int16_t>& outputs, const Pass& pass,
                                   const Rectangle& owned) {
    const UnitGeometry& g = unit_.geometry;
    if (owned.empty()) return 0;
    std::uint64_t words = 0;
    for (std::uint32_t k = 0; k < g.filters; ++k) {
      const std::int16_t* plane = outputs.data.data() + (std::size_t{pass.group} * g.filters + k) *
                                                            static_cast<std::size_t>(g.P * g.Q);
      words += encode_tile(plane, g.Q, owned, scratch_).size();
    }
    return words;
  }

  /// Where each channel ends in the input stream of its pass: all PEs' blocks of a channel, channel after
  /// channel.
  void lay_out_input_stream() {
    for (Pass& pass : program_.passes) {
      std::uint64_t bits = 0;
      for (std::uint32_t channel = 0; channel < unit_.geometry.channels; ++channel) {
        if (program_.streams[pass.group].channel_used[channel])
          for (const std::uint16_t pe : pass.counting[channel])
            bits += pass.tiles[pe].activations[channel].size() * forms_.activation_bits(config_);
        pass.channel_end_bytes.push_back(ceil_divide<std::uint64_t>(bits, 8));
      }
    }
  }

  const MachineConfig& config_;
  const LayerDescription& layer_;
  const OperandForms forms_;
  const UnitLayer unit_;
  LayerProgram program_;
  std::vector<std::int16_t> scratch_;
};

}  // namespace

LayerProgram map_layer(const MachineConfig& config, const LayerDescription& layer,
                       const LayerTensors& tensors, const Tensor<std::int16_t>* outputs, OperandForms forms) {
  return LayerMapper(config, layer, tensors, forms).map(outputs);
}

bool output_may_spill(const MachineConfig& config, const LayerDescription& layer, OperandForms forms) {
  // Temporal tiles cut the plane unevenly over the PEs; no PE owns more than all of it.
  const std::uint64_t outputs = std::uint64_t{layer.shape.K} * layer.shape.P() * layer.shape.Q();
  return outputs > forms.oaram_words(config);
}

}  // namespace scnnsim
