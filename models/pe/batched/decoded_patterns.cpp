// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/decoded_patterns.h"

#include <algorithm>

namespace scnnsim {

void DecodedPatterns::begin_step(const Source& source, const TilePlaces& places, bool stale) {
  if (step_ == source.step) return;
  step_ = source.step;
  if (stale) return use(source.form, [&](auto& patterns) { patterns.begin_step_stale(source.vectors); });
  decoded_ = 0;
  use(source.form, [&](auto& patterns) { patterns.begin_step(places, source.vectors, source.lag); });
  address.clear();
  lane.clear();
  above_lowest.clear();
  groups.clear();
  first_word.assign(1, 0);
  first_group.assign(1, 0);
}

void DecodedPatterns::decode(const Source& source, std::size_t begin, std::size_t end,
                             const TilePlaces& places) {
  const auto bit_of = [i = source.i](auto one) {
    return [one, i](std::uint32_t at) { return static_cast<decltype(one)>(one << at * i); };
  };
  switch (source.form) {
    case PatternForm::counts:
      return decode_patterns(counts, source, begin, end, places,
                             [](std::uint32_t) { return std::uint8_t{1}; });
    case PatternForm::lanes16:
      return decode_patterns(lanes16, source, begin, end, places, bit_of(std::uint16_t{1}));
    case PatternForm::lanes64:
      return decode_patterns(lanes64, source, begin, end, places, bit_of(std::uint64_t{1}));
    case PatternForm::positions:
      return decode_positions(source, end, places.coordinates());
  }
}

/// `share(at)`: what the word in lane `at` adds to the element of its bank.
template <class Element, class Share>
void DecodedPatterns::decode_patterns(BankPatterns<Element>& patterns, const Source& source,
                                      std::size_t begin, std::size_t end, const TilePlaces& places,
                                      Share share) {
  for (std::size_t vector = patterns.make_room(begin, end); vector < end; ++vector) {
    patterns.begin_vector(vector);
    source.for_each_value(vector, [&](std::uint32_t at, const WeightWord& word) {
      patterns.add(vector, places.of_weight(word), share(at));
    });
    patterns.end_vector(vector);
  }
}

void DecodedPatterns::decode_positions(const Source& source, std::size_t end,
                                       const CoordinateUnit& coordinates) {
  for (std::size_t vector = decoded_; vector < end; ++vector) {
    std::uint32_t k = ~std::uint32_t{0};  // of the last word
    source.for_each_value(vector, [&](std::uint32_t at, const WeightWord& word) {
      const auto number = static_cast<std::uint32_t>(address.size());
      if (word.k != k) groups.push_back({0, number, number});
      k = word.k;
      groups.back().end_word = number + 1;
      address.push_back(coordinates.weight_address(word));
      lane.push_back(static_cast<std::uint16_t>(at));
    });
    end_vector(vector);
  }
  decoded_ = std::max(decoded_, end);
}

/// Ends a vector, whose words are the last ones decoded: sets the lowest address of each group.
void DecodedPatterns::end_vector(std::size_t vector) {
  above_lowest.resize(address.size());
  for (std::size_t n = first_group[vector]; n < groups.size(); ++n) {
    WeightGroup& group = groups[n];
    group.lowest = *std::min_element(&address[group.first_word], &address[0] + group.end_word);
    for (std::uint32_t word = group.first_word; word < group.end_word; ++word)
      above_lowest[word] = static_cast<std::uint8_t>(address[word] - group.lowest);
  }
  first_word.push_back(static_cast<std::uint32_t>(address.size()));
  first_group.push_back(static_cast<std::uint32_t>(groups.size()));
}

}  // namespace scnnsim
