// SPDX-License-Identifier: Apache-2.0
#include "models/pe/accepted_entries.h"

namespace scnnsim {

void AcceptedEntries::begin_pass() {
  block_ = channel_ = 0;
  if (past_last_pass()) return;
  const PeTile& tile = program_.passes[pass_].tiles[pe_];
  accepts_.assign(program_.geometry.channels, 0);
  for (std::size_t channel = 0; channel < tile.activations.size(); ++channel)
    accepts_[channel] = !tile.activations[channel].empty();
}

void AcceptedEntries::next_block() {
  for (; !past_last_pass(); first_entry_of_pass_ += stream().vectors.size(), ++pass_, begin_pass())
    for (const std::vector<WeightBlock>& blocks = stream().blocks; block_ < blocks.size();) {
      const WeightBlock& block = blocks[block_++];
      const bool accepts = accepts_[channel_] != 0;
      channel_ = channel_ + 1 == accepts_.size() ? 0 : channel_ + 1;
      if (block.empty() || !accepts) continue;
      entry_ = first_entry_of_pass_ + block.first_vector;
      block_end_ = entry_ + block.vectors;
      return;
    }
}

}  // namespace scnnsim
