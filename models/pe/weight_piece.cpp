// SPDX-License-Identifier: Apache-2.0
#include "models/pe/weight_piece.h"

#include <numeric>

namespace scnnsim {
namespace {

/// Calls visit(vector, lane, word) for the words of some vectors that are no placeholders.
template <class Visit>
void for_each_value(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t vectors,
                    Visit&& visit) {
  const WeightVector* entries = &stream.vectors[first_vector];
  for (std::uint32_t v = 0; v < vectors; ++v)
    for (std::uint32_t at = 0; at < entries[v].words; ++at) {
      const WeightWord& word = stream.words[entries[v].first_word + at];
      if (!stream.is_placeholder(word)) visit(v, at, word);
    }
}

}  // namespace

void WeightPiece::decode(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t vectors,
                         const CoordinateUnit& coordinates, Form form) {
  if (form == Form::positions)
    decode_positions(stream, first_vector, vectors, coordinates);
  else
    decode_patterns(stream, first_vector, vectors, coordinates);
}

void WeightPiece::decode_patterns(const WeightStream& stream, std::uint32_t first_vector,
                                  std::uint32_t vectors, const CoordinateUnit& coordinates) {
  patterns.clear(coordinates, vectors);
  values = 0;
  for_each_value(stream, first_vector, vectors, [&](std::uint32_t v, std::uint32_t, const WeightWord& word) {
    patterns.add(v, coordinates.place(word));
    ++values;
  });
  patterns.repeat();
}

void WeightPiece::decode_positions(const WeightStream& stream, std::uint32_t first_vector,
                                   std::uint32_t vectors, const CoordinateUnit& coordinates) {
  address.clear();
  lane.clear();
  k.clear();
  first_word.assign(vectors + 1, 0);
  for_each_value(stream, first_vector, vectors,
                 [&](std::uint32_t v, std::uint32_t at, const WeightWord& word) {
                   address.push_back(coordinates.weight_address(word));
                   lane.push_back(static_cast<std::uint16_t>(at));
                   k.push_back(word.k);
                   ++first_word[v + 1];
                 });
  std::partial_sum(first_word.begin(), first_word.end(), first_word.begin());
  values = first_word.back();
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
