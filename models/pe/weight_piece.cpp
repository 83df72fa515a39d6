// SPDX-License-Identifier: Apache-2.0
#include "models/pe/weight_piece.h"

namespace scnnsim {

void WeightPiece::decode(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t vectors,
                         const CoordinateUnit& coordinates, Form form) {
  if (form == Form::positions)
    decode_positions(stream, first_vector, vectors, coordinates);
  else
    decode_bank_offsets(stream, first_vector, vectors, coordinates);
}

void WeightPiece::decode_bank_offsets(const WeightStream& stream, std::uint32_t first_vector,
                                      std::uint32_t vectors, const CoordinateUnit& coordinates) {
  const std::size_t words = stream.words_of(first_vector, vectors);
  bank_offset.resize(words);
  bank_offset_of_class.resize(words);
  decode(stream, first_vector, vectors, [&](std::uint32_t n, const WeightWord& word, std::uint32_t) {
    const CoordinateUnit::TapPlace& place = coordinates.place(word);
    bank_offset[n] = place.bank_offset;
    bank_offset_of_class[n] = place.bank_offset_of_class;
  });
}

void WeightPiece::decode_positions(const WeightStream& stream, std::uint32_t first_vector,
                                   std::uint32_t vectors, const CoordinateUnit& coordinates) {
  const std::size_t words = stream.words_of(first_vector, vectors);
  address.resize(words);
  lane.resize(words);
  decode(stream, first_vector, vectors, [&](std::uint32_t n, const WeightWord& word, std::uint32_t at) {
    address[n] = coordinates.weight_address(word);
    lane[n] = static_cast<std::uint16_t>(at);
  });
}

/// Calls decode_word(n, word, lane) for the n-th value word.
template <class Decode>
void WeightPiece::decode(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t vectors,
                         Decode&& decode_word) {
  const WeightVector* entries = &stream.vectors[first_vector];
  first_word.resize(vectors + 1);
  std::uint32_t n = 0;
  for (std::uint32_t v = 0; v < vectors; ++v) {
    first_word[v] = n;
    for (std::uint32_t at = 0; at < entries[v].words; ++at) {
      const WeightWord& word = stream.words[entries[v].first_word + at];
      if (!stream.is_placeholder(word)) decode_word(n++, word, at);
    }
  }
  first_word[vectors] = n;
}

WeightPieceInUse::WeightPieceInUse(WeightPieces::Table& table, WeightPiece& own, const Place& place,
                                   const CoordinateUnit& coordinates)
    : piece_(&own) {
  WeightPieces::Slot& slot = table[place.number % WeightPieces::slots];
  if (slot.first_entry != place.first_entry) {
    WeightPiece& target = slot.users == 0 ? slot.piece : own;
    target.decode(place.stream, place.first_vector, place.vectors, coordinates, place.form);
    if (slot.users > 0) return;
    slot.first_entry = place.first_entry;
  }
  slot_ = &slot;
  ++slot.users;
  piece_ = &slot.piece;
}

}  // namespace scnnsim
