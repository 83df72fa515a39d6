// SPDX-License-Identifier: Apache-2.0
#include "models/pe/bank_hash.h"

#include <algorithm>

namespace scnnsim {
namespace {

/// Consecutive addresses lie in consecutive banks.
class LinearBanks : public BankFunction {
 public:
  explicit LinearBanks(std::uint32_t banks) : banks_(banks) {}
  std::uint32_t bank(const RegionPosition&, std::uint32_t address) const override { return address % banks_; }

 private:
  std::uint32_t banks_;
};

/// 32 banks: neighbours in channel, row and column lie in different banks.
class XorBanks : public BankFunction {
 public:
  std::uint32_t bank(const RegionPosition& at, std::uint32_t) const override {
    const std::uint32_t folded = (at.k >> 2 ^ at.x >> 1 ^ at.y >> 1) & 1;
    return (at.k & 3) | (at.y & 1) << 2 | (at.x & 1) << 3 | folded << 4;
  }
};

}  // namespace

std::unique_ptr<BankFunction> make_bank_function(const AccumulatorParameters& parameters) {
  if (parameters.bank_hash == BankHash::xor_) return std::make_unique<XorBanks>();
  return std::make_unique<LinearBanks>(parameters.banks);
}

bool region_fits(const AccumulatorParameters& parameters, std::uint64_t channels, std::uint64_t rows,
                 std::uint64_t columns) {
  const std::uint64_t capacity = std::uint64_t{parameters.banks} * parameters.entries;
  if (rows > capacity || columns > capacity || channels * rows * columns > capacity) return false;
  const auto function = make_bank_function(parameters);
  std::vector<std::uint32_t> used(parameters.banks, 0);
  std::uint32_t address = 0;
  for (std::uint32_t k = 0; k < channels; ++k)
    for (std::uint32_t y = 0; y < rows; ++y)
      for (std::uint32_t x = 0; x < columns; ++x)
        if (++used[function->bank({k, y, x}, address++)] > parameters.entries) return false;
  return true;
}

}  // namespace scnnsim
