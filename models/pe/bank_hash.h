// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "models/common/machine_config.h"

namespace scnnsim {

/// Position of an output in the accumulator region of a PE: channel of the OCG, row, column, all from 0.
struct RegionPosition {
  std::uint32_t k = 0, y = 0, x = 0;
};

/// Function from an output to its accumulator bank. SCNN sec. 4.2 says only that the bank depends on the
/// output's coordinates. Assumption: the two functions of models/README.md section 3.
class BankFunction {
 public:
  virtual ~BankFunction() = default;
  /// Bank (0 ... banks - 1) of `position`, whose dense address in the region is `address`.
  virtual std::uint32_t bank(const RegionPosition& position, std::uint32_t address) const = 0;
};

/// Makes the function that accumulator.bank_hash names.
std::unique_ptr<BankFunction> make_bank_function(const AccumulatorParameters& parameters);

/// Whether the accumulators hold `channels` output channels of a region of rows x columns: in total, and in
/// every bank.
bool region_fits(const AccumulatorParameters& parameters, std::uint64_t channels, std::uint64_t rows,
                 std::uint64_t columns);

}  // namespace scnnsim
