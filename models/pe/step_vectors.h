// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/common/layer_program.h"
#include "models/pe/bank_patterns.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/merged_counts.h"

namespace scnnsim {

/// The weight vectors of the step that is under way, decoded as work by whole vectors wants them, for all PEs
/// that share them (shared_by_shape.h): when the first of them comes to them, so that the others find them in
/// the cache; again for one that comes too late for bank_patterns.h to hold them. Vectors count from the
/// step's first.
class StepVectors {
 public:
  /// What of a word is decoded: bank patterns of counts, of up to 16 or up to 64 product lanes, or positions.
  enum class Form { counts, lanes16, lanes64, positions };

  struct Source {
    std::size_t step;  ///< its number in the layer
    const WeightStream& stream;
    std::size_t first_vector, vectors;  ///< of the step, in the stream
    Form form;
    std::uint32_t i;  ///< activation lanes: a product's lane is weight lane x i + activation lane

    template <class Visit>
    void for_each_value(std::size_t vector, Visit&& visit) const {
      stream.for_each_value(stream.vectors[first_vector + vector], visit);
    }
  };
  /// Turns to a step, unless it is the one under way.
  void turn_to(const Source& source, const CoordinateUnit& coordinates);
  /// Decodes the vectors from `begin` to `end` - 1, as far as they are not at hand.
  void decode(const Source& source, std::size_t begin, std::size_t end, const CoordinateUnit& coordinates);

  /// In the forms of these names:
  BankPatterns<std::uint8_t> counts;
  BankPatterns<std::uint16_t> lanes16;
  BankPatterns<std::uint64_t> lanes64;
  /// In form `positions`, per word:
  std::vector<std::int32_t> address;  ///< share of the product's address
  std::vector<std::uint16_t> lane;
  std::vector<std::uint8_t> above_lowest;  ///< address, less the lowest of its group, where it matters
  /// per vector, and one past the last:
  std::vector<std::uint32_t> first_word, first_group;
  /// and per vector and k:
  std::vector<WeightGroup> groups;

 private:
  template <class Element, class Share>
  void decode_patterns(BankPatterns<Element>& patterns, const Source& source, std::size_t begin,
                       std::size_t end, const CoordinateUnit& coordinates, Share share);
  void decode_positions(const Source& source, std::size_t end, const CoordinateUnit& coordinates);
  void end_vector(std::size_t vector);

  std::size_t step_ = ~std::size_t{0};
  std::size_t decoded_ = 0;  ///< in form `positions`, in which all are kept
};

}  // namespace scnnsim
