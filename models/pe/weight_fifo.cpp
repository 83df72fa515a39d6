// SPDX-License-Identifier: Apache-2.0
#include "models/pe/weight_fifo.h"

namespace scnnsim {

WeightFifo::WeightFifo(const sc_core::sc_module_name& name, std::uint32_t depth, const LayerProgram& program,
                       std::uint32_t pe, FifoCredits& credits, FaultTrigger drop_credit)
    : sc_module(name), pe_(pe), credits_(credits), followers_(program, pe), drop_credit_(drop_credit) {
  for (std::size_t left = depth; left > 0 && !followers_.done();) left -= followers_.take(left).count;
}

void WeightFifo::accept(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t count,
                        const CoordinateUnit& coordinates) {
  const WeightVector* entries = stream.vectors.data() + first_vector;
  piece_words_ = stream.words_of(first_vector, count);
  stats_.entries += count;
  stats_.writes += piece_words_;
  operands_.resize(piece_words_);  // before any pointer into it is taken
  vectors_.resize(count);
  Operand* next = operands_.data();
  for (std::uint32_t v = 0; v < count; ++v) {
    vectors_[v] = {next, entries[v].values, entries[v].words};
    stream.for_each_value(entries[v], [&](std::uint32_t lane, const WeightWord& word) {
      *next++ = {coordinates.weight_address(word), word.value, static_cast<std::uint16_t>(lane)};
    });
  }
}

void WeightFifo::free_entry(Cycle cycle) {
  constexpr std::uint32_t at_once = 0;
  free_entries(cycle, &at_once, 1);
}

void WeightFifo::free_entries(Cycle before, const std::uint32_t* after, std::size_t count) {
  freed_ += count;
  if (drop_credit_.armed())
    for (std::size_t n = 0; n < count; ++n)
      if (drop_credit_.hits()) {
        free_entries(before, after, n);
        free_entries(before, after + n + 1, count - n - 1);
        freed_ -= count;
        return;
      }
  if (observer_) observer_->freed(pe_, before, after, count);
  for (std::size_t done = 0; done < count && !followers_.done();) {
    const FifoEntryCursor::Run run = followers_.take(count - done);
    credits_.free_slots(run.first, before, after + done, run.count);
    done += run.count;
  }
}

}  // namespace scnnsim
