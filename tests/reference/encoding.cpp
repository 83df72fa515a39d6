// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/encoding.h"

#include <algorithm>

namespace scnnsim::lockstep {

StoredBlock encode_values(const std::vector<std::int16_t>& values, const WordFormat& format,
                          const std::vector<std::size_t>& grain_at) {
  const std::size_t longest_gap = (std::size_t{1} << format.index_bits) - 1;
  StoredBlock block;
  StoredBlock pending;  // placeholders of the gap so far: kept only if a value follows
  std::size_t gap = 0;
  for (std::size_t position = 0; position < values.size(); ++position) {
    StoredWord word{position, values[position], format.operand_bits + format.index_bits};
    if (values[position] != 0) {
      const std::size_t grain = grain_at.empty() ? 0 : grain_at[position];
      word.grain = grain;
      for (StoredWord& placeholder : pending) {
        placeholder.grain = grain;
        block.push_back(placeholder);
      }
      pending.clear();
      block.push_back(word);
      gap = 0;
    } else if (++gap == longest_gap + 1) {
      pending.push_back(word);
      gap = 0;
    }
  }
  return block;
}

StoredBlock encode_slices(const std::vector<std::int16_t>& values, const WordFormat& format,
                          const std::vector<Slice>& slices) {
  const std::size_t longest_gap = (std::size_t{1} << format.index_bits) - 1;
  StoredBlock block;
  auto store = [&](std::size_t grain) {
    const Slice& slice = slices[grain];
    for (std::size_t i = 0; i < slice.positions.size(); ++i) {
      const unsigned index_bits = i == 0 && slice.has_index ? format.index_bits : 0;
      const std::size_t position = slice.positions[i];
      block.push_back({position, values[position], format.operand_bits + index_bits, grain, false});
    }
  };
  std::vector<std::size_t> pending;  // grains of placeholders: kept only if a stored grain follows
  std::size_t gap = 0;
  for (std::size_t grain = 0; grain < slices.size(); ++grain) {
    if (slices[grain].is_stored) {
      for (std::size_t placeholder : pending) store(placeholder);
      pending.clear();
      store(grain);
      gap = 0;
    } else if (++gap == longest_gap + 1) {
      pending.push_back(grain);
      gap = 0;
    }
  }
  std::sort(block.begin(), block.end(),
            [](const StoredWord& one, const StoredWord& other) { return one.position < other.position; });
  return block;
}

StoredBlock encode_grains(const std::vector<std::int16_t>& values, const std::vector<bool>& stored,
                          const WordFormat& format, std::size_t grain_size, bool with_index) {
  std::vector<Slice> slices;
  for (const bool is_stored : stored) {
    Slice slice{{}, is_stored, with_index};
    for (std::size_t i = 0; i < grain_size; ++i) slice.positions.push_back(slices.size() * grain_size + i);
    slices.push_back(slice);
  }
  return encode_slices(values, format, slices);
}

StoredBlock encode_places(const std::vector<std::int16_t>& values, const std::vector<std::size_t>& places,
                          const WordFormat& format) {
  StoredBlock block;
  for (const std::size_t place : places)
    block.push_back({place, values[place], format.operand_bits + format.index_bits, 0, false});
  return block;
}

StoredBlock keep_dense(const std::vector<std::int16_t>& values, const std::vector<std::size_t>& positions,
                       unsigned operand_bits) {
  StoredBlock block;
  for (std::size_t position : positions) block.push_back({position, values[position], operand_bits, 0, true});
  return block;
}

std::vector<StoredVector> cut_vectors(const StoredBlock& block, std::size_t width, bool align_to_grains) {
  std::vector<StoredVector> vectors;
  for (const StoredWord& word : block) {
    const bool full = vectors.empty() || vectors.back().size() == width;
    if (full || (align_to_grains && vectors.back().back().grain != word.grain)) vectors.emplace_back();
    vectors.back().push_back(word);
  }
  return vectors;
}

std::uint64_t bits_of(const StoredVector& vector) {
  std::uint64_t bits = 0;
  for (const StoredWord& word : vector) bits += word.bits;
  return bits;
}

}  // namespace scnnsim::lockstep
