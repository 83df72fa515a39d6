// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace scnnsim::lockstep {

/// One stored word of a block: a value of the tensor, or a placeholder (zero).
struct StoredWord {
  std::size_t position = 0;  ///< linear position in the block
  std::int16_t value = 0;
  std::uint64_t bits = 0;  ///< what it occupies in a stream: operand and index
  std::size_t grain = 0;   ///< the grain it belongs to, when weight vectors are aligned to grains
  bool is_dense = false;   ///< of a dense operand: a zero is a value
  bool is_placeholder() const { return value == 0 && !is_dense; }
};

using StoredBlock = std::vector<StoredWord>;
using StoredVector = std::vector<StoredWord>;

/// Which operands are dense (models/README.md section 2); the others are compressed.
struct DenseOperands {
  bool weights = false;
  bool activations = false;  ///< inputs and outputs
};

/// How the words of a compressed tensor are stored (models/README.md section 2).
struct WordFormat {
  unsigned operand_bits = 16;
  unsigned index_bits = 4;
};

/// Value by value; every word has an index. `grain_at` only labels the words, by position (empty: one grain).
StoredBlock encode_values(const std::vector<std::int16_t>& values, const WordFormat& format,
                          const std::vector<std::size_t>& grain_at = {});

/// What a block has of one grain: its positions, ascending.
struct Slice {
  std::vector<std::size_t> positions;
  bool is_stored = false;
  bool has_index = true;
};

/// Grain by grain: stored slices are stored whole, the index lies before a slice's first word if it has one.
/// Words are in order of position.
StoredBlock encode_slices(const std::vector<std::int16_t>& values, const WordFormat& format,
                          const std::vector<Slice>& slices);

/// The same for grains of equal length, side by side.
StoredBlock encode_grains(const std::vector<std::int16_t>& values, const std::vector<bool>& stored,
                          const WordFormat& format, std::size_t grain_size, bool with_index);

/// A word with an index for each of the places, which are positions in order.
StoredBlock encode_places(const std::vector<std::int16_t>& values, const std::vector<std::size_t>& places,
                          const WordFormat& format);

/// A dense block: a word for each of `positions`, `values` being by position.
StoredBlock keep_dense(const std::vector<std::int16_t>& values, const std::vector<std::size_t>& positions,
                       unsigned operand_bits);

/// Words in order, at most `width` per vector; with `align_to_grains` a vector never holds parts of two
/// grains.
std::vector<StoredVector> cut_vectors(const StoredBlock& block, std::size_t width, bool align_to_grains);

/// Bits of a vector's words.
std::uint64_t bits_of(const StoredVector& vector);

}  // namespace scnnsim::lockstep
