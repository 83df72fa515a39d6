// SPDX-License-Identifier: Apache-2.0
#include "models/pe/fifo_entry_cursor.h"

#include <algorithm>

namespace scnnsim {

void FifoEntryCursor::begin_pass() {
  const Pass& pass = program_.passes[pass_];
  const std::vector<WeightBlock>& blocks = program_.streams[pass.group].blocks;
  block_ = blocks.data();
  blocks_end_ = block_ + blocks.size();
  channel_ = 0;
  accepts_.clear();
  bool accepts_any = false;
  for (const std::vector<std::uint16_t>& pes : pass.counting) {
    accepts_.push_back(std::binary_search(pes.begin(), pes.end(), pe_));
    accepts_any = accepts_any || accepts_.back() != 0;
  }
  if (!accepts_any) block_ = blocks_end_;  // most PEs of a layer with a small plane
}

void FifoEntryCursor::next_entries() {
  for (;;) {
    while (block_ < blocks_end_ && !accepts_[channel_]) skip_block();
    entry_ = entries_end_ = block_ < blocks_end_ ? first_entry_of_pass_ + block_->first_vector : 0;
    for (; block_ < blocks_end_ && accepts_[channel_]; skip_block()) entries_end_ += block_->vectors;
    if (entry_ < entries_end_) return;
    if (block_ < blocks_end_) continue;
    if (pass_ + 1 == program_.passes.size()) return;
    first_entry_of_pass_ += program_.streams[program_.passes[pass_].group].vectors.size();
    ++pass_;
    begin_pass();
  }
}

}  // namespace scnnsim
