// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/weight_totals.h"

#include "models/pe/batched/valid_taps.h"

namespace scnnsim {

WeightTotals::WeightTotals(const WeightStream& stream, const UnitGeometry& geometry,
                           std::uint32_t fifo_entries)
    : taps_(static_cast<std::size_t>(geometry.R * geometry.S)),
      all_taps_(~std::uint64_t{0} >> (ValidTaps::most_taps - taps_)),
      channels_(geometry.channels),
      at_tap_(geometry.channels * taps_, 0) {
  for (std::size_t n = 0; n < stream.blocks.size(); ++n) {
    const WeightBlock& block = stream.blocks[n];
    if (block.empty()) continue;
    const std::size_t number = n % geometry.channels;
    Channel& channel = channels_[number];
    block.for_each_piece(fifo_entries, [&](std::uint32_t, std::uint32_t) { ++channel.pieces; });
    channel.vectors += block.vectors;
    channel.words += stream.words_of(block.first_vector, block.vectors);
    stream.for_each_value(block, [&](const WeightWord& word) {
      ++at_tap_[number * taps_ + static_cast<std::size_t>(word.r * geometry.S + word.s)];
      ++channel.values;
    });
  }
}

}  // namespace scnnsim
