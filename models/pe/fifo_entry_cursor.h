// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/common/layer_program.h"

namespace scnnsim {

/// Walks through the weight vectors that a PE accepts from the broadcast, in order: those of the channels for
/// which it counts (models/README.md section 4).
class FifoEntryCursor {
 public:
  FifoEntryCursor(const LayerProgram& program, std::uint32_t pe) : program_(program), pe_(pe) {
    begin_pass();
    next_entries();
  }

  bool done() const { return entry_ == entries_end_; }
  /// The next one, counted over the layer; if there is none, beyond all.
  std::size_t next() const { return done() ? ~std::size_t{0} : entry_; }
  /// Takes the next ones, at most `most`, whose numbers, counted over the layer, follow each other.
  struct Run {
    std::size_t first, count;
  };
  Run take(std::size_t most) {
    const Run run{entry_, std::min(most, entries_end_ - entry_)};
    entry_ += run.count;
    if (entry_ == entries_end_) next_entries();
    return run;
  }

 private:
  void begin_pass();
  void next_entries();
  void skip_block() {
    ++block_;
    channel_ = channel_ + 1 == accepts_.size() ? 0 : channel_ + 1;
  }

  const LayerProgram& program_;
  const std::uint32_t pe_;
  std::size_t pass_ = 0, first_entry_of_pass_ = 0;
  const WeightBlock *block_ = nullptr, *blocks_end_ = nullptr;  ///< of the pass: the next one to look at
  std::size_t channel_ = 0;                                     ///< of that block
  std::vector<std::uint8_t> accepts_;                           ///< per channel of the pass
  std::size_t entry_ = 0, entries_end_ = 0;  ///< of neighbouring blocks; equal: there are no more
};

}  // namespace scnnsim
