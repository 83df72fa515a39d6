// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace scnnsim {

/// One stored entry of a compressed block (SCNN sec. 4.2): a value and the number of zeros before it, counted
/// from the entry before (or the block's first position). A placeholder is an entry whose value is zero.
struct CompressedEntry {
  std::int16_t value = 0;
  std::uint8_t zeros_before = 0;
};

using CompressedBlock = std::vector<CompressedEntry>;

/// Encodes `count` values. A gap of more than 2^index_bits - 1 zeros costs placeholder entries; trailing
/// zeros are not stored. `index_bits` is 1 ... 8.
CompressedBlock compress(const std::int16_t* values, std::size_t count, unsigned index_bits);

/// The block of a dense operand: every value in order, zeros as values, no gaps.
CompressedBlock keep_dense(const std::int16_t* values, std::size_t count);

/// Calls visit(position, value) for each entry, placeholders included, in order. Positions count from 0.
template <class Visit>
void for_each_entry(const CompressedBlock& block, Visit&& visit) {
  std::size_t position = 0;
  for (const CompressedEntry& entry : block) {
    position += entry.zeros_before;
    visit(position, entry.value);
    ++position;
  }
}

/// Writes the block's values over `count` zeros. Throws std::out_of_range when the block reaches past the
/// end.
void decompress(const CompressedBlock& block, std::int16_t* values, std::size_t count);

}  // namespace scnnsim
