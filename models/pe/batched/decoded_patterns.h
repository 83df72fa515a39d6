// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/common/layer_program.h"
#include "models/pe/batched/bank_patterns.h"
#include "models/pe/batched/merged_counts.h"
#include "models/pe/batched/tile_places.h"

namespace scnnsim {

/// Form in which the batched engine decodes weight words.
enum class PatternForm {
  counts,     ///< bank patterns, products per bank
  lanes16,    ///< bank patterns, a bit per product lane, for up to 16 lanes
  lanes64,    ///< the same for up to 64 lanes
  positions,  ///< no patterns: per word, its share of the address
};

/// Decoded weight vectors of the current step, shared by PEs of one region shape (region_shape_cache.h). A
/// vector is decoded when the first PE comes to it, so the other PEs find it in the cache; a PE that lags far
/// behind decodes it again. Vectors count from the step's first.
class DecodedPatterns {
 public:
  /// Weight vectors of a step, and how to decode them.
  struct Source {
    std::size_t step;  ///< number of the step in the layer
    const WeightStream& stream;
    std::size_t first_vector, vectors;  ///< of the step, in the stream
    PatternForm form;
    std::uint32_t i;  ///< activation lanes: a product has lane weight lane x i + activation lane
    std::size_t lag;  ///< most vectors between PEs: the entries of a weight FIFO

    template <class Visit>
    void for_each_value(std::size_t vector, Visit&& visit) const {
      stream.for_each_value(stream.vectors[first_vector + vector], visit);
    }
  };
  /// Begins a step, unless another PE has begun it. `stale`: an injected fault, which keeps the patterns of
  /// the step before.
  void begin_step(const Source& source, const TilePlaces& places, bool stale = false);
  /// Decodes the vectors of `begin` ... `end` - 1 that are not held.
  void decode(const Source& source, std::size_t begin, std::size_t end, const TilePlaces& places);

  /// Calls visit(patterns) with the bank patterns of a form; does nothing for `positions`.
  template <class Visit>
  void use(PatternForm form, Visit&& visit) {
    if (form == PatternForm::counts) visit(counts);
    if (form == PatternForm::lanes16) visit(lanes16);
    if (form == PatternForm::lanes64) visit(lanes64);
  }

  // Bank patterns, each in the form of its name:
  BankPatterns<std::uint8_t> counts;
  BankPatterns<std::uint16_t> lanes16;
  BankPatterns<std::uint64_t> lanes64;
  // In form `positions`, per word:
  std::vector<std::int32_t> address;  ///< share of the product's address
  std::vector<std::uint16_t> lane;
  std::vector<std::uint8_t> above_lowest;  ///< address less the lowest one of the word's group
  // per vector, and one past the last:
  std::vector<std::uint32_t> first_word, first_group;
  // and per vector and output channel:
  std::vector<WeightGroup> groups;

 private:
  template <class Element, class Share>
  void decode_patterns(BankPatterns<Element>& patterns, const Source& source, std::size_t begin,
                       std::size_t end, const TilePlaces& places, Share share);
  void decode_positions(const Source& source, std::size_t end, const CoordinateUnit& coordinates);
  void end_vector(std::size_t vector);

  std::size_t step_ = ~std::size_t{0};
  std::size_t decoded_ = 0;  ///< vectors decoded in form `positions`, which holds all vectors
};

}  // namespace scnnsim
