// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/issue_positions.h"

namespace scnnsim {

template <bool merges>
std::uint32_t IssuePositions::form(std::size_t activation, std::size_t weight, Products& products) {
  const OperandVector& vector = activations_[activation];
  const std::uint64_t issue = ++issue_;
  std::uint32_t count = 0;
  for (std::uint32_t w = weights_->first_word[weight]; w < weights_->first_word[weight + 1]; ++w) {
    const std::int32_t weight_address = weights_->address[w];
    const std::uint32_t first_lane = weights_->lane[w] * i_;
    for (std::uint32_t a = 0; a < vector.values; ++a) {
      const std::int32_t product_address = weight_address + vector.operands[a].address;
      const auto address = static_cast<std::size_t>(product_address);
      const std::uint16_t bank = banks_[address];
      products[count] = {bank, static_cast<std::uint16_t>(first_lane + vector.operands[a].lane)};
      const std::uint32_t kept = bank != CoordinateUnit::dropped;
      if constexpr (merges) {
        const std::uint32_t is_first = last_issue_[address] != issue;
        last_issue_[address] = issue;
        count += kept & is_first;
      } else {
        count += kept;
      }
    }
  }
  kept_ += count;
  return count;
}

void IssuePositions::add_to(std::size_t activation, std::size_t weight, std::size_t vectors,
                            std::uint8_t* elements, std::size_t banks) {
  if (merges_bits_ && merged_counts_.knows(activation)) {
    const WeightGroups weights{weights_->groups.data(), weights_->first_group.data() + weight, vectors,
                               weights_->above_lowest.data()};
    kept_ += merged_counts_.add(activation, weights, bank_count_, elements, banks);
    return;
  }
  for (std::size_t n = 0; n < vectors; ++n, elements += banks) {
    const std::uint32_t products = form(activation, weight + n, products_);
    for (std::uint32_t p = 0; p < products; ++p) ++elements[products_[p].bank];
  }
}

template std::uint32_t IssuePositions::form<false>(std::size_t, std::size_t, Products&);
template std::uint32_t IssuePositions::form<true>(std::size_t, std::size_t, Products&);

}  // namespace scnnsim
