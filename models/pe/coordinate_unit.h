// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <systemc>
#include <vector>

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "models/common/statistics.h"
#include "models/pe/bank_hash.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// Coordinate computation (SCNN sec. 4.1): from the coordinates of a weight (k, r, s) and an activation (y,
/// x) to the accumulator address and bank of their product. Products outside the temporal tile's outputs are
/// dropped here. Throughput: the products of one issue per cycle.
///
/// Address = (k x region rows + row) x region columns + column, with row = y + reach - r x dilation and
/// columns alike. The address is the sum of a share of the weight and a share of the activation, so each
/// share is computed once and the two are added per product.
class CoordinateUnit : public sc_core::sc_module, public StatisticsOwner {
 public:
  CoordinateUnit(const sc_core::sc_module_name& name, const AccumulatorParameters& parameters);

  /// Prepares for a PE's tile in a pass: sets the region, and the bank of every address of `kc` channels.
  void configure(const UnitGeometry& geometry, const Pass& pass, const PeTile& tile, std::uint32_t kc);

  std::int32_t activation_address(std::int64_t y, std::int64_t x) const {
    return static_cast<std::int32_t>(y * columns_ + x);
  }
  std::int32_t weight_address(const WeightWord& word) const {
    const std::int64_t row = word.k * rows_ + reach_h_ - word.r * dilation_h_;
    return static_cast<std::int32_t>(row * columns_ + reach_w_ - word.s * dilation_w_);
  }

  /// Sets the bank of each product and removes dropped products. Returns the number removed.
  std::uint32_t resolve(ProductBundle& products);

  static constexpr std::uint16_t dropped = 0xFFFF;
  /// Bank of every address of the region; `dropped` outside the tile's outputs.
  const std::vector<std::uint16_t>& banks() const { return banks_; }
  std::int64_t area() const { return rows_ * columns_; }  ///< addresses of one output channel
  std::int64_t columns() const { return columns_; }       ///< of the region
  /// Largest share of an address that a weight of output channel 0 has.
  std::int64_t largest_tap_address() const { return reach_h_ * columns_ + reach_w_; }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter coordinates{*this, "coordinates", "products", "output coordinates computed"};
  };
  Stats& stats() { return stats_; }
  const Stats& stats() const { return stats_; }

 private:
  std::unique_ptr<BankFunction> bank_function_;
  std::int64_t rows_ = 0, columns_ = 0;  ///< of the region
  std::int64_t reach_h_ = 0, reach_w_ = 0, dilation_h_ = 1, dilation_w_ = 1;
  std::vector<std::uint16_t> banks_;  ///< by address
  Stats stats_;
};

}  // namespace scnnsim
