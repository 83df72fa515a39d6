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

/// Which accumulator bank holds an output. SCNN sec. 4.2 says only that it depends on the output's
/// coordinates. Assumption: the two functions of models/README.md section 3.
class BankFunction {
 public:
  virtual ~BankFunction() = default;
  /// Bank (0 ... banks - 1) of `position`, whose dense address in the region is `address`.
  virtual std::uint32_t bank(const RegionPosition& position, std::uint32_t address) const = 0;
};

std::unique_ptr<BankFunction> make_bank_function(const AccumulatorParameters& parameters);

/// Whether `channels` output channels of a region of rows x columns fit the accumulators: in all, and in
/// every bank.
bool region_fits(const AccumulatorParameters& parameters, std::uint64_t channels, std::uint64_t rows,
                 std::uint64_t columns);

}  // namespace scnnsim
