// SPDX-License-Identifier: Apache-2.0
#include "models/pe/weight_piece.h"

#include <algorithm>
#include <numeric>

namespace scnnsim {
namespace {

/// Calls visit(vector, lane, word) for the words of the vectors that are no placeholders.
template <class Visit>
void for_each_value(const WeightPiece::Source& source, Visit&& visit) {
  const WeightStream& stream = source.stream;
  const WeightVector* entries = &stream.vectors[source.first_vector];
  for (std::uint32_t v = 0; v < source.vectors; ++v)
    for (std::uint32_t at = 0; at < entries[v].words; ++at) {
      const WeightWord& word = stream.words[entries[v].first_word + at];
      if (!stream.is_placeholder(word)) visit(v, at, word);
    }
}

}  // namespace

void WeightPiece::decode(const Source& source, const CoordinateUnit& coordinates) {
  const auto bit_of = [i = source.i](auto one) {
    return [one, i](std::uint32_t at) { return static_cast<decltype(one)>(one << at * i); };
  };
  switch (source.form) {
    case Form::counts:
      return decode_patterns(counts, source, coordinates, [](std::uint32_t) { return std::uint8_t{1}; });
    case Form::lanes16:
      return decode_patterns(lanes16, source, coordinates, bit_of(std::uint16_t{1}));
    case Form::lanes64:
      return decode_patterns(lanes64, source, coordinates, bit_of(std::uint64_t{1}));
    case Form::positions:
      return decode_positions(source, coordinates);
  }
}

/// `share(at)`: what the word in lane `at` adds to its bank's element.
template <class Element, class Share>
void WeightPiece::decode_patterns(BankPatterns<Element>& patterns, const Source& source,
                                  const CoordinateUnit& coordinates, Share share) {
  patterns.clear(coordinates, source.vectors);
  values = 0;
  for_each_value(source, [&](std::uint32_t v, std::uint32_t at, const WeightWord& word) {
    patterns.add(v, coordinates.place(word), share(at));
    ++values;
  });
  patterns.repeat();
}

void WeightPiece::decode_positions(const Source& source, const CoordinateUnit& coordinates) {
  address.clear();
  lane.clear();
  groups.clear();
  first_word.assign(source.vectors + 1, 0);
  first_group.assign(source.vectors + 1, 0);
  std::uint16_t k = 0;  // of the last word
  for_each_value(source, [&](std::uint32_t v, std::uint32_t at, const WeightWord& word) {
    const auto number = static_cast<std::uint32_t>(address.size());
    if (first_group[v + 1] == 0 || word.k != k) {
      groups.push_back({0, number, number});
      ++first_group[v + 1];
    }
    k = word.k;
    groups.back().end_word = number + 1;
    address.push_back(coordinates.weight_address(word));
    lane.push_back(static_cast<std::uint16_t>(at));
    ++first_word[v + 1];
  });
  std::partial_sum(first_word.begin(), first_word.end(), first_word.begin());
  std::partial_sum(first_group.begin(), first_group.end(), first_group.begin());
  values = first_word.back();
  end_groups();
}

/// All words are there.
void WeightPiece::end_groups() {
  above_lowest.resize(address.size());
  for (WeightGroup& group : groups) {
    group.lowest = *std::min_element(&address[group.first_word], &address[0] + group.end_word);
    for (std::uint32_t word = group.first_word; word < group.end_word; ++word)
      above_lowest[word] = static_cast<std::uint8_t>(address[word] - group.lowest);
  }
}

WeightPieceInUse::WeightPieceInUse(WeightPieces::Table& table, WeightPiece& own, const Place& place,
                                   const CoordinateUnit& coordinates)
    : piece_(&own) {
  WeightPieces::Slot& slot = table[place.number % WeightPieces::slots];
  if (slot.first_entry != place.first_entry) {
    WeightPiece& target = slot.users == 0 ? slot.piece : own;
    target.decode(place.source, coordinates);
    if (slot.users > 0) return;
    slot.first_entry = place.first_entry;
  }
  slot_ = &slot;
  ++slot.users;
  piece_ = &slot.piece;
}

}  // namespace scnnsim
