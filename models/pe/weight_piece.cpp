// SPDX-License-Identifier: Apache-2.0
#include "models/pe/weight_piece.h"

namespace scnnsim {

void WeightPiece::decode(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t vectors,
                         const CoordinateUnit& coordinates) {
  const WeightVector *begin = &stream.vectors[first_vector], *end = begin + vectors;
  resize(end[-1].first_word + end[-1].words - begin->first_word);
  first_word.resize(vectors + 1);
  std::uint32_t n = 0;
  for (const WeightVector* entry = begin; entry < end; ++entry) {
    first_word[static_cast<std::size_t>(entry - begin)] = n;
    for (std::uint32_t w = entry->first_word; w < entry->first_word + entry->words; ++w) {
      const WeightWord& word = stream.words[w];
      if (stream.is_placeholder(word)) continue;
      const CoordinateUnit::TapPlace& place = coordinates.place(word);
      bank_offset[n] = place.bank_offset;
      bank_offset_of_class[n] = place.bank_offset_of_class;
      tap[n] = place.tap;
      k[n] = word.k;
      address[n] = place.address;
      value[n++] = word.value;
    }
  }
  first_word[vectors] = n;
  resize(n);
}

void WeightPiece::resize(std::size_t words) {
  for (auto* array : {&bank_offset, &bank_offset_of_class}) array->resize(words);
  for (auto* array : {&tap, &k}) array->resize(words);
  for (auto* array : {&address, &value}) array->resize(words);
}

WeightPieceInUse::WeightPieceInUse(WeightPieces::Table& table, WeightPiece& own, const Place& place,
                                   const CoordinateUnit& coordinates)
    : piece_(&own) {
  WeightPieces::Slot& slot = table[place.number % WeightPieces::slots];
  if (slot.first_entry != place.first_entry) {
    WeightPiece& target = slot.users == 0 ? slot.piece : own;
    target.decode(place.stream, place.first_vector, place.vectors, coordinates);
    if (slot.users > 0) return;
    slot.first_entry = place.first_entry;
  }
  slot_ = &slot;
  ++slot.users;
  piece_ = &slot.piece;
}

}  // namespace scnnsim
