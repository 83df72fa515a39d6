// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/common/machine_config.h"
#include "models/pe/batched/decoded_patterns.h"
#include "models/pe/batched/merged_counts.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// Forms bank and lane of each product of an issue, without its value: steps 4 and 5 of the cycle where bank
/// patterns (bank_patterns.h) do not apply, for example because products are merged or the bank hash is not
/// linear.
///
/// Merging: a product joins the product of the same issue with the same address. A stamp per address holds
/// the last issue that used it. The loop has no branch per product: it writes every product, and then counts
/// it or not. Under the linear hash, where only bank counts are needed, whole issues are merged as bits
/// (merged_counts.h).
class IssuePositions {
 public:
  explicit IssuePositions(const MachineConfig& config)
      : i_(config.multiplier_array.i),
        bank_count_(config.accumulator.banks),
        merges_(config.accumulator.merge != MergeMode::none),
        is_linear_(config.accumulator.bank_hash == BankHash::linear) {}

  /// Begins a pass with these activation vectors, on accumulator addresses 0 ... `words` - 1.
  void begin_pass(const CoordinateUnit& coordinates, const OperandVector* activations, std::size_t vectors,
                  std::size_t words) {
    kept_ = 0;
    merges_bits_ = merges_ && is_linear_ && MergedCounts::possible(bank_count_, coordinates);
    if (merges_bits_) merged_counts_.prepare(coordinates, activations, vectors, words);
  }

  /// Begins a step with these operands, on accumulator addresses 0 ... `words` - 1.
  void begin_step(const OperandVector* activations, const DecodedPatterns& weights,
                  const CoordinateUnit& coordinates, std::size_t words) {
    activations_ = activations;
    weights_ = &weights;
    banks_ = coordinates.banks().data();
    issue_ = 0;
    if (merges_) last_issue_.assign(words, 0);
  }

  struct Product {
    std::uint16_t bank = 0, lane = 0;
  };
  /// Has one place more, for a product that is written but not counted.
  using Products = std::array<Product, max_lanes + 1>;
  /// Forms the products of an activation vector and a weight vector of the step that enter the output
  /// register. Returns the number of products.
  std::uint32_t form(std::size_t activation, std::size_t weight, Products& products) {
    return merges_ ? form<true>(activation, weight, products) : form<false>(activation, weight, products);
  }

  /// Adds the issues of an activation vector with the weight vectors from `weight` on to `elements` [vectors
  /// x banks, padded] (bank_patterns.h), as counts.
  void add_to(std::size_t activation, std::size_t weight, std::size_t vectors, std::uint8_t* elements,
              std::size_t banks);
  /// The same, as lane bits.
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
  const DecodedPatterns* weights_ = nullptr;
  const std::uint16_t* banks_ = nullptr;
  std::vector<std::uint64_t> last_issue_;  ///< by address; issues of the step count from 1
  std::uint64_t issue_ = 0;
  std::uint64_t kept_ = 0;
};

}  // namespace scnnsim
