// SPDX-License-Identifier: Apache-2.0
#include "traces/compress.h"

#include <algorithm>
#include <stdexcept>

namespace scnnsim {

/// Every position writes an entry, and the next one overwrites it unless it is kept: a value, or a zero after
/// as many zeros as an index can tell, which is a placeholder. No branch depends on the values.
CompressedBlock compress(const std::int16_t* values, std::size_t count, unsigned index_bits) {
  const std::uint32_t longest_gap = (std::uint32_t{1} << index_bits) - 1;
  thread_local CompressedBlock entries;
  if (entries.size() < count) entries.resize(count);
  CompressedEntry* next = entries.data();
  std::uint32_t zeros = 0;
  for (std::size_t n = 0; n < count; ++n) {
    *next = {values[n], static_cast<std::uint8_t>(zeros)};
    const bool kept = (values[n] != 0) | (zeros == longest_gap);
    next += kept;
    zeros = kept ? 0 : zeros + 1;
  }
  while (next > entries.data() && next[-1].value == 0) --next;  // trailing zeros are not stored
  return CompressedBlock(entries.data(), next);
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
