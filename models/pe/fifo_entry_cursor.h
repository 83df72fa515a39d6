// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/common/layer_program.h"

namespace scnnsim {

/// Cursor over the weight vectors that a PE accepts from the broadcast, in order: the vectors of the channels
/// for which the PE counts (models/README.md section 4).
class FifoEntryCursor {
 public:
  FifoEntryCursor(const LayerProgram& program, std::uint32_t pe) : program_(program), pe_(pe) {
    begin_pass();
    next_entries();
  }

  bool done() const { return entry_ == entries_end_; }
  /// Number of the next vector, counted over the layer; the largest std::size_t if there is none.
  std::size_t next() const { return done() ? ~std::size_t{0} : entry_; }
  /// Vectors `first` ... `first` + `count` - 1, counted over the layer.
  struct Run {
    std::size_t first, count;
  };
  /// Takes up to `most` next vectors, whose numbers are consecutive.
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
  const WeightBlock *block_ = nullptr, *blocks_end_ = nullptr;  ///< of the pass: next block, and the end
  std::size_t channel_ = 0;                                     ///< channel of the next block
  std::vector<std::uint8_t> accepts_;        ///< per channel of the pass: the PE counts for it
  std::size_t entry_ = 0, entries_end_ = 0;  ///< next vectors, of adjacent blocks; equal: none left
};

}  // namespace scnnsim
