// SPDX-License-Identifier: Apache-2.0
#include "traces/compress.h"

#include <algorithm>
#include <stdexcept>

namespace scnnsim {

CompressedBlock compress(const std::int16_t* values, std::size_t count, unsigned index_bits) {
  const std::size_t longest_gap = (std::size_t{1} << index_bits) - 1;
  const auto stored = count - static_cast<std::size_t>(std::count(values, values + count, 0));
  CompressedBlock block(stored + (count - stored) / (longest_gap + 1));  // as many placeholders at most
  CompressedEntry* next = block.data();
  const std::int16_t* gap = values;  // where the zeros before the next value begin
  for (const std::int16_t *value = values, *end = values + count; value < end; ++value) {
    if (*value == 0) continue;
    auto zeros = static_cast<std::size_t>(value - gap);
    // A placeholder stands for the zeros before it and for one zero itself.
    for (; zeros > longest_gap; zeros -= longest_gap + 1)
      *next++ = {0, static_cast<std::uint8_t>(longest_gap)};
    *next++ = {*value, static_cast<std::uint8_t>(zeros)};
    gap = value + 1;
  }
  block.resize(static_cast<std::size_t>(next - block.data()));
  return block;
}

CompressedBlock keep_dense(const std::int16_t* values, std::size_t count) {
  CompressedBlock block(count);
  for (std::size_t i = 0; i < count; ++i) block[i].value = values[i];
  return block;
}

void decompress(const CompressedBlock& block, std::int16_t* values, std::size_t count) {
  std::fill(values, values + count, std::int16_t{0});
  for_each_entry(block, [&](std::size_t position, std::int16_t value) {
    if (position >= count) throw std::out_of_range("compressed block reaches past its end");
    values[position] = value;
  });
}

}  // namespace scnnsim
