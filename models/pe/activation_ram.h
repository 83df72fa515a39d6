// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>
#include <vector>

#include "models/common/fault.h"
#include "models/common/layer_program.h"
#include "models/common/statistics.h"
#include "models/pe/bank_turns.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/operands.h"
#include "models/pe/tile_product.h"

namespace scnnsim {

/// IARAM or OARAM of a PE (SCNN sec. 4.1): compressed activation blocks, one per channel. The two swap their
/// roles from layer to layer. Reads one vector of I words per cycle.
class ActivationRam : public sc_core::sc_module, public StatisticsOwner {
 public:
  /// `i`: words per vector. `has_placeholders`: a zero is one; else it is a value.
  ActivationRam(const sc_core::sc_module_name& name, std::uint32_t i, bool has_placeholders,
                FaultTrigger wrong_index);

  /// Makes a PE tile's blocks the ones that are read, decoding them for `coordinates`. `from_dram`: they are
  /// written into the RAM on the way.
  void load(const PeTile& tile, const CoordinateUnit& coordinates, bool from_dram);
  /// Writes the blocks into `dense`. Call after load().
  void lay_out(const CoordinateUnit& coordinates, DenseBlocks& dense) const;
  /// Prepares the blocks for work by whole vectors (bank_turns.h). Call after load().
  void prepare_turns(const CoordinateUnit& coordinates, BankTurns& turns) const;
  /// Frees the memory of vectors(): bank patterns do without.
  void forget_vectors();
  /// All vectors, by number.
  const OperandVector* vectors() const { return vectors_.data(); }
  std::size_t all_vectors() const { return vectors_.size(); }

  // Of one channel's block:
  /// Number of a vector over all channels.
  std::uint32_t vector_index(std::uint32_t channel, std::uint32_t index) const {
    return first_vector_[channel] + index;
  }
  const OperandVector& vector(std::uint32_t channel, std::uint32_t index) const {
    return vectors_[vector_index(channel, index)];
  }
  std::uint32_t vector_count(std::uint32_t channel) const {
    return first_vector_[channel + 1] - first_vector_[channel];
  }
  std::uint32_t words(std::uint32_t channel) const { return blocks_[channel].words; }
  /// Words that are no placeholders.
  std::uint32_t values(std::uint32_t channel) const { return blocks_[channel].values; }

  void count_reads(std::uint64_t words) { stats_.reads += words; }
  /// Stores a compressed output block.
  void store(const CompressedBlock& block) { stats_.writes += block.size(); }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter reads{*this, "reads", "words", "activation words read by the multiplier array"};
    Counter writes{*this, "writes", "words", "activation words written"};
  };

 private:
  void decode(const CompressedBlock& block, const Rectangle& tile, const CoordinateUnit& coordinates);
  void point_vectors_at_operands();
  CompressedBlock corrupted(const CompressedBlock& block);

  const std::uint32_t i_;
  const bool has_placeholders_;
  FaultTrigger wrong_index_;
  std::vector<Operand> operands_;
  std::vector<OperandVector> vectors_;
  struct Block {
    std::uint32_t words = 0, values = 0;
  };
  std::vector<Block> blocks_;                ///< per channel
  std::vector<std::uint32_t> first_vector_;  ///< per channel, and one past the last; PEs look at it often
  Stats stats_;
};

}  // namespace scnnsim
