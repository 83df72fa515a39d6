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

/// 2^n banks: neighbours in channel, row and column lie in different banks. The low bits of k, y and x are
/// the low n - 1 bits of the bank. The exclusive or of the next bit of each is its highest bit.
class XorBanks : public BankFunction {
 public:
  explicit XorBanks(std::uint32_t banks) {
    while (std::uint32_t{1} << bits_ < banks) ++bits_;
    const std::uint32_t dealt = bits_ == 0 ? 0 : bits_ - 1;  // to k, y, x, k, y, x ...
    k_bits_ = (dealt + 2) / 3;
    y_bits_ = (dealt + 1) / 3;
    x_bits_ = dealt / 3;
  }
  std::uint32_t bank(const RegionPosition& at, std::uint32_t) const override {
    if (bits_ == 0) return 0;
    const std::uint32_t folded = (at.k >> k_bits_ ^ at.y >> y_bits_ ^ at.x >> x_bits_) & 1;
    return low(at.k, k_bits_) | low(at.y, y_bits_) << k_bits_ | low(at.x, x_bits_) << (k_bits_ + y_bits_) |
           folded << (bits_ - 1);
  }

 private:
  static std::uint32_t low(std::uint32_t value, std::uint32_t bits) {
    return value & ((std::uint32_t{1} << bits) - 1);
  }

  std::uint32_t bits_ = 0, k_bits_ = 0, y_bits_ = 0, x_bits_ = 0;
};

}  // namespace

std::unique_ptr<BankFunction> make_bank_function(const AccumulatorParameters& parameters) {
  if (parameters.bank_hash == BankHash::xor_) return std::make_unique<XorBanks>(parameters.banks);
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
