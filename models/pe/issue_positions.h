// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/common/machine_config.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/issue_run.h"
#include "models/pe/merged_counts.h"
#include "models/pe/operands.h"
#include "models/pe/step_vectors.h"

namespace scnnsim {

/// Forms the products of issues without their values, as far as the scatter network sees them: steps 4 and 5
/// of the cycle for work by whole vectors where bank patterns (bank_patterns.h) can't tell, because products
/// are merged, hashed otherwise, or queued by lane.
///
/// Merging: a product whose address was used in the same issue before is added to that one. Stamps of the
/// issue that last used an address tell. Nothing here branches on what a product is like: it is written, and
/// then counted or not. Where only bank counts are asked for, under the linear hash, whole issues are merged
/// as bits (merged_counts.h).
class IssuePositions {
 public:
  explicit IssuePositions(const MachineConfig& config)
      : i_(config.multiplier_array.i),
        bank_count_(config.accumulator.banks),
        merges_(config.accumulator.merge != MergeMode::none),
        is_linear_(config.accumulator.bank_hash == BankHash::linear) {}

  /// For a pass whose activation vectors are `activations`, on accumulator addresses 0 ... `words` - 1.
  void begin_pass(const CoordinateUnit& coordinates, const OperandVector* activations, std::size_t vectors,
                  std::size_t words) {
    kept_ = 0;
    merges_bits_ = merges_ && is_linear_ && MergedCounts::possible(bank_count_, coordinates);
    if (merges_bits_) merged_counts_.prepare(coordinates, activations, vectors, words);
  }

  /// For a step with these operands, whose accumulator addresses are 0 ... `words` - 1.
  void begin_step(const OperandVector* activations, const StepVectors& weights,
                  const CoordinateUnit& coordinates, std::size_t words) {
    activations_ = activations;
    weights_ = &weights;
    banks_ = coordinates.banks();
    issue_ = 0;
    if (merges_) last_issue_.assign(words, 0);
  }

  struct Product {
    std::uint16_t bank = 0, lane = 0;
  };
  /// One more than there can be.
  using Products = std::array<Product, max_lanes + 1>;
  /// The products of an activation vector and a weight vector of the step that enter the output register;
  /// returns how many.
  std::uint32_t form(std::size_t activation, std::size_t weight, Products& products) {
    return merges_ ? form<true>(activation, weight, products) : form<false>(activation, weight, products);
  }

  /// Adds what an activation vector's issues with the weight vectors from `weight` on are to the banks
  /// (bank_patterns.h) to `elements` [vectors x banks, padded]: counts,
  void add_to(std::size_t activation, std::size_t weight, std::size_t vectors, std::uint8_t* elements,
              std::size_t banks);
  /// or lanes.
  template <class Lanes>
  void add_to(std::size_t activation, std::size_t weight, std::size_t vectors, Lanes* elements,
              std::size_t banks) {
    for (std::size_t n = 0; n < vectors; ++n, elements += banks) {
      const std::uint32_t products = form(activation, weight + n, products_);
      for (std::uint32_t p = 0; p < products; ++p)
        elements[products_[p].bank] =
            static_cast<Lanes>(elements[products_[p].bank] | Lanes{1} << products_[p].lane);
    }
  }

  std::uint64_t kept() const { return kept_; }  ///< products formed in the pass, after merging

 private:
  template <bool merges>
  std::uint32_t form(std::size_t activation, std::size_t weight, Products& products);

  const std::uint32_t i_, bank_count_;
  const bool merges_, is_linear_;
  bool merges_bits_ = false;
  MergedCounts merged_counts_;
  Products products_;
  const OperandVector* activations_ = nullptr;
  const StepVectors* weights_ = nullptr;
  const std::uint16_t* banks_ = nullptr;
  std::vector<std::uint64_t> last_issue_;  ///< by address; issues of the step count from 1
  std::uint64_t issue_ = 0;
  std::uint64_t kept_ = 0;
};

}  // namespace scnnsim
