// SPDX-License-Identifier: Apache-2.0
#include "models/pe/weight_fifo.h"

namespace scnnsim {

WeightFifo::WeightFifo(const sc_core::sc_module_name& name, FaultTrigger drop_credit)
    : sc_module(name), drop_credit_(drop_credit) {}

void WeightFifo::accept(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t count,
                        const CoordinateUnit& coordinates) {
  const WeightVector* entries = stream.vectors.data() + first_vector;
  count_accepted(entries, count);
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

void WeightFifo::count_accepted(const WeightVector* entries, std::uint32_t count) {
  piece_words_ = entries[count - 1].first_word + entries[count - 1].words - entries[0].first_word;
  stats_.entries += count;
  stats_.writes += piece_words_;
}

void WeightFifo::accept_words(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t count,
                              const CoordinateUnit& coordinates) {
  const WeightVector* entries = stream.vectors.data() + first_vector;
  count_accepted(entries, count);
  for (auto* array : {&shift_, &tap_, &k_}) array->clear();
  for (auto* array : {&offset_, &value_}) array->clear();
  first_word_.clear();
  issue_cycle_.resize(count);
  for (std::uint32_t v = 0; v < count; ++v) {
    first_word_.push_back(static_cast<std::uint32_t>(value_.size()));
    for (std::uint32_t w = entries[v].first_word; w < entries[v].first_word + entries[v].words; ++w) {
      const WeightWord& word = stream.words[w];
      if (stream.is_placeholder(word)) continue;
      const CoordinateUnit::TapPlace& place = coordinates.place(word);
      shift_.push_back(place.shift);
      tap_.push_back(place.tap);
      offset_.push_back(place.address);
      k_.push_back(word.k);
      value_.push_back(word.value);
    }
  }
  first_word_.push_back(static_cast<std::uint32_t>(value_.size()));
}

BankRun WeightFifo::run_from(std::uint32_t vector, std::size_t vectors) {
  BankRun run;
  run.shift = shift_.data();
  run.tap = tap_.data();
  run.first_word = first_word_.data() + vector;
  run.weight_vectors = vectors;
  run.issue_cycle = issue_cycle_.data() + vector;
  return run;
}

}  // namespace scnnsim
