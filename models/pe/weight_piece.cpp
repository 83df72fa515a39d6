// SPDX-License-Identifier: Apache-2.0
#include "models/pe/weight_piece.h"

namespace scnnsim {

void WeightPiece::decode(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t vectors,
                         const CoordinateUnit& coordinates) {
  for (auto* array : {&bank_offset, &bank_offset_of_class, &first_word}) array->clear();
  for (auto* array : {&tap, &k}) array->clear();
  for (auto* array : {&address, &value}) array->clear();
  for (std::uint32_t v = first_vector; v < first_vector + vectors; ++v) {
    const WeightVector& entry = stream.vectors[v];
    first_word.push_back(static_cast<std::uint32_t>(value.size()));
    for (std::uint32_t w = entry.first_word; w < entry.first_word + entry.words; ++w) {
      const WeightWord& word = stream.words[w];
      if (stream.is_placeholder(word)) continue;
      const CoordinateUnit::TapPlace& place = coordinates.place(word);
      bank_offset.push_back(place.bank_offset);
      bank_offset_of_class.push_back(place.bank_offset_of_class);
      tap.push_back(place.tap);
      k.push_back(word.k);
      address.push_back(place.address);
      value.push_back(word.value);
    }
  }
  first_word.push_back(static_cast<std::uint32_t>(value.size()));
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
