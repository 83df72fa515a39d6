// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "models/common/geometry.h"
#include "models/common/machine_config.h"
#include "traces/compress.h"
#include "traces/layer.h"

/// The mapped layer, as the mapper (sim/mapping/) hands it to the machine: passes and steps, with the tensors
/// as compressed blocks. models/README.md sections 1 and 2 define every term.
namespace scnnsim {

/// Storage form of both operands. A dense operand stores all of its values in order, zeros included, without
/// indices (SCNN table 6: SCNN-SparseA, SCNN-SparseW).
struct OperandForms {
  bool compressed_weights = true;
  bool compressed_activations = true;

  std::uint32_t weight_bits(const MachineConfig& config) const {
    return compressed_weights ? config.word_bits() : config.multiplier_array.operand_bits;
  }
  std::uint32_t activation_bits(const MachineConfig& config) const {
    return compressed_activations ? config.word_bits() : config.multiplier_array.operand_bits;
  }
  /// Capacity of an IARAM (of an OARAM) in activation words.
  std::uint64_t iaram_words(const MachineConfig& config) const {
    return 8ull * config.activation_ram.iaram_bytes / activation_bits(config);
  }
  std::uint64_t oaram_words(const MachineConfig& config) const {
    return 8ull * config.activation_ram.oaram_bytes / activation_bits(config);
  }
  /// Encodes `count` activations as a block.
  CompressedBlock encode_activations(const std::int16_t* values, std::size_t count,
                                     const MachineConfig& config) const {
    return compressed_activations ? compress(values, count, config.compression.index_bits)
                                  : keep_dense(values, count);
  }
};

/// One group of a layer as a unit-stride convolution: output (p, q) += weight (r, s) x input (p + r dilation
/// - pad, ...).
struct UnitGeometry {
  std::uint32_t channels = 1;  ///< per group, after the rewriting of strides
  std::uint32_t filters = 1;   ///< output channels per group
  std::int64_t H = 1, W = 1;   ///< unpadded plane
  std::int64_t R = 1, S = 1;   ///< filter taps, zeros of a rewritten filter included
  std::int64_t dilation_h = 1, dilation_w = 1;
  std::int64_t pad_top = 0, pad_left = 0;
  std::int64_t P = 1, Q = 1;
  std::uint32_t groups = 1;
  std::uint32_t phases = 1;  ///< channels into which the rewriting makes one of the layer

  std::int64_t reach_h() const { return (R - 1) * dilation_h; }  ///< rows by which the filter grows a tile
  std::int64_t reach_w() const { return (S - 1) * dilation_w; }
};

/// Stored weight word: its value and its tap. Value 0 is a placeholder, unless weights are dense. k counts
/// from the OCG's first channel.
struct WeightWord {
  std::int16_t value = 0;
  std::uint16_t k = 0, r = 0, s = 0;
};

/// Weight vector: one FIFO entry of at most F words.
struct WeightVector {
  std::uint32_t first_word = 0;
  std::uint16_t words = 0;
  std::uint16_t values = 0;    ///< words that are not placeholders
  std::uint64_t end_byte = 0;  ///< last byte + 1 of the entry in the stream of its group
};

/// Weight block: the vectors of one (OCG, channel).
struct WeightBlock {
  std::uint32_t first_vector = 0;
  std::uint32_t vectors = 0;
  bool empty() const { return vectors == 0; }
  /// Calls visit(first_vector, vectors) for each piece of the block. A piece has at most `depth` vectors, the
  /// entries of a FIFO. It meets all activations of its channel before the next piece begins.
  template <class Visit>
  void for_each_piece(std::uint32_t depth, Visit&& visit) const {
    for (std::uint32_t done = 0; done < vectors; done += depth)
      visit(first_vector + done, std::min(depth, vectors - done));
  }
};

/// Weight blocks of one group, in broadcast order.
struct WeightStream {
  std::vector<WeightWord> words;
  std::vector<WeightVector> vectors;
  std::vector<WeightBlock> blocks;  ///< [ocg x channels + channel]
  std::vector<bool> channel_used;   ///< the channel has a non-zero weight
  std::uint64_t bytes = 0;          ///< size of the stream, as broadcast once
  bool is_dense = false;            ///< zeros are values, not placeholders

  bool is_placeholder(const WeightWord& word) const { return word.value == 0 && !is_dense; }

  const WeightBlock& block(std::size_t ocg, std::size_t channels, std::size_t channel) const {
    return blocks[ocg * channels + channel];
  }
  /// Number of words, placeholders included, in `count` (at least 1) consecutive vectors.
  std::uint32_t words_of(std::uint32_t first_vector, std::uint32_t count) const {
    const WeightVector& last = vectors[first_vector + count - 1];
    return last.first_word + last.words - vectors[first_vector].first_word;
  }
  /// Calls visit(lane, word) for each word of a vector that is not a placeholder.
  template <class Visit>
  void for_each_value(const WeightVector& vector, Visit&& visit) const {
    const WeightWord* word = words.data() + vector.first_word;
    for (std::uint32_t lane = 0; lane < vector.words; ++lane)
      if (!is_placeholder(word[lane])) visit(lane, word[lane]);
  }
  /// Calls visit(word) for each word of a block that is not a placeholder.
  template <class Visit>
  void for_each_value(const WeightBlock& block, Visit&& visit) const {
    if (block.empty()) return;
    const WeightWord* word = &words[vectors[block.first_vector].first_word];
    const WeightWord* end = word + words_of(block.first_vector, block.vectors);
    for (; word < end; ++word)
      if (!is_placeholder(*word)) visit(*word);
  }
};

/// Work of one PE in a pass.
struct PeTile {
  Rectangle input;                           ///< owned input positions; empty: the PE has no tile
  Rectangle outputs;                         ///< owned outputs
  std::vector<CompressedBlock> activations;  ///< per channel; empty when there is no tile

  bool has_tile() const { return !input.empty(); }
  /// Accumulator region: every output that the input tile can contribute to, not clipped to the plane.
  Rectangle region(const UnitGeometry& geometry) const {
    return {{input.rows.begin + geometry.pad_top - geometry.reach_h(), input.rows.end + geometry.pad_top},
            {input.columns.begin + geometry.pad_left - geometry.reach_w(),
             input.columns.end + geometry.pad_left}};
  }
};

/// Pass: one group on one temporal tile.
struct Pass {
  std::uint32_t group = 0;
  Rectangle outputs;                                 ///< of the temporal tile
  std::vector<PeTile> tiles;                         ///< row-major over the PE grid
  std::vector<std::vector<std::uint16_t>> counting;  ///< per channel, ascending: PEs with activations
};

/// Step: one OCG of one pass, the work between two barriers.
struct Step {
  std::uint32_t pass = 0;
  std::uint32_t ocg = 0;
  std::uint32_t first_filter = 0;  ///< within the group
  std::uint32_t filters = 0;       ///< Kc, or less in the last OCG
};

/// A list that programs share and nobody changes.
template <class T>
class SharedList {
 public:
  SharedList(std::vector<T> items = {}) : items_(std::make_shared<const std::vector<T>>(std::move(items))) {}

  std::size_t size() const { return items_->size(); }
  const T* data() const { return items_->data(); }
  const T& operator[](std::size_t index) const { return (*items_)[index]; }
  auto begin() const { return items_->begin(); }
  auto end() const { return items_->end(); }

 private:
  std::shared_ptr<const std::vector<T>> items_;
};

struct LayerProgram {
  UnitGeometry geometry;
  OperandForms forms;
  std::uint32_t kc = 1;
  std::uint32_t temporal_tiles = 1;
  SharedList<WeightStream> streams;  ///< per group
  SharedList<Pass> passes;
  std::vector<Step> steps;
  bool streams_input = false;  ///< the input comes from DRAM during the layer
  /// Per pass, if the input streams: where each channel's words end in the pass's input.
  std::vector<std::vector<std::uint64_t>> channel_end_bytes;
  bool input_spilled = false;      ///< ... because it exceeds the IARAMs
  bool output_spilled = false;     ///< the output exceeds the OARAMs and is written to DRAM
  bool sums_fit_int32 = false;     ///< all sums fit int32, in any order of addition, bias included
  std::vector<std::int32_t> bias;  ///< per output channel over all groups; empty: none

  const Pass& pass_of(const Step& step) const { return passes[step.pass]; }
  const WeightStream& stream_of(const Step& step) const { return streams[passes[step.pass].group]; }
  /// Calls visit(channel, block) for each non-empty weight block of a step, in order of input channels.
  template <class Visit>
  void for_each_block(const Step& step, Visit&& visit) const {
    const WeightBlock* blocks = &stream_of(step).block(step.ocg, geometry.channels, 0);
    for (std::uint32_t channel = 0; channel < geometry.channels; ++channel)
      if (!blocks[channel].empty()) visit(channel, blocks[channel]);
  }
  /// All weight vectors of a step as one block. The blocks of consecutive channels are adjacent in the
  /// stream.
  WeightBlock vectors_of(const Step& step) const {
    const WeightStream& stream = stream_of(step);
    const WeightBlock& first = stream.block(step.ocg, geometry.channels, 0);
    const WeightBlock& last = stream.block(step.ocg, geometry.channels, geometry.channels - 1);
    return {first.first_vector, last.first_vector + last.vectors - first.first_vector};
  }
};

}  // namespace scnnsim
