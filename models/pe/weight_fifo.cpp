// SPDX-License-Identifier: Apache-2.0
#include "models/pe/weight_fifo.h"

namespace scnnsim {

WeightFifo::WeightFifo(const sc_core::sc_module_name& name, FaultTrigger drop_credit)
    : sc_module(name), drop_credit_(drop_credit) {}

void WeightFifo::accept(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t count,
                        const CoordinateUnit& coordinates) {
  const WeightVector* entries = stream.vectors.data() + first_vector;
  accept_decoded(stream, first_vector, count);
  operands_.resize(piece_words_);  // before any pointer into it is taken
  vectors_.resize(count);
  Operand* next = operands_.data();
  for (std::uint32_t v = 0; v < count; ++v) {
    vectors_[v] = {next, entries[v].values, entries[v].words};
    for (std::uint32_t lane = 0; lane < entries[v].words; ++lane) {
      const WeightWord& word = stream.words[entries[v].first_word + lane];
      if (!stream.is_placeholder(word))
        *next++ = {coordinates.weight_address(word), word.value, static_cast<std::uint16_t>(lane)};
    }
  }
}

void WeightFifo::accept_decoded(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t count) {
  piece_words_ = stream.words_of(first_vector, count);
  stats_.entries += count;
  stats_.writes += piece_words_;
}

}  // namespace scnnsim
