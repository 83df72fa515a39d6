// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>
#include <vector>

#include "models/common/fault.h"
#include "models/common/layer_program.h"
#include "models/common/statistics.h"

namespace scnnsim {

/// IARAM or OARAM of a PE (SCNN sec. 4.1): compressed activation blocks, one per channel. The two swap their
/// roles from layer to layer. Throughput: one vector of I words per cycle.
class ActivationRam : public sc_core::sc_module, public StatisticsOwner {
 public:
  /// `has_placeholders`: words of value zero are placeholders, not values.
  ActivationRam(const sc_core::sc_module_name& name, bool has_placeholders, FaultTrigger wrong_index);

  /// Sets the PE tile whose blocks are read; the tile must outlive its use. `from_dram`: the blocks come from
  /// DRAM, so their words are counted as written.
  void load(const PeTile& tile, bool from_dram);

  std::size_t channels() const { return blocks_->size(); }
  /// Words of a channel's block, placeholders included.
  std::uint32_t words(std::uint32_t channel) const {
    return static_cast<std::uint32_t>((*blocks_)[channel].size());
  }
  /// Calls visit(word, position, value) for each word of a channel's block that is not a placeholder. Words
  /// count from 0 within the block, placeholders included; positions count over (y, x) of the PE tile.
  template <class Visit>
  void for_each_value(std::uint32_t channel, Visit&& visit) const {
    std::uint32_t word = 0;
    for_each_entry((*blocks_)[channel], [&](std::size_t position, std::int16_t value) {
      // A position behind the tile comes from an injected wrong index. The word reaches no multiplier.
      if ((value != 0 || !has_placeholders_) && position < positions_)
        visit(word, static_cast<std::uint32_t>(position), value);
      ++word;
    });
  }

  /// Stores a compressed output block.
  void store(const CompressedBlock& block) { stats_.writes += block.size(); }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter reads{*this, "reads", "words", "activation words read by the multiplier array"};
    Counter writes{*this, "writes", "words", "activation words written"};
  };
  Stats& stats() { return stats_; }
  const Stats& stats() const { return stats_; }

 private:
  CompressedBlock corrupted(const CompressedBlock& block);

  const bool has_placeholders_;
  FaultTrigger wrong_index_;
  const std::vector<CompressedBlock>* blocks_ = nullptr;  ///< per channel
  std::vector<CompressedBlock> corrupted_;                ///< the tile's blocks with an injected fault
  std::size_t positions_ = 0;                             ///< of the PE tile
  Stats stats_;
};

}  // namespace scnnsim
