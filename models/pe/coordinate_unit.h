// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <systemc>
#include <vector>

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "models/common/statistics.h"
#include "models/pe/bank_hash.h"
#include "models/pe/kept_taps.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// Coordinate computation (SCNN sec. 4.1): from the coordinates of a weight (k, r, s) and an activation (y,
/// x) to the accumulator address and bank of their product. Products outside the temporal tile's outputs are
/// dropped here.
///
/// Address = (k x region rows + row) x region columns + column, row = y + reach - r dilation: a sum of a
/// share of the weight and a share of the activation, so each is computed once and added per product.
class CoordinateUnit : public sc_core::sc_module, public StatisticsOwner {
 public:
  CoordinateUnit(const sc_core::sc_module_name& name, const AccumulatorParameters& parameters);

  /// Prepares for a PE's tile in a pass: region, and the bank of every address.
  void configure(const UnitGeometry& geometry, const Pass& pass, const PeTile& tile, std::uint32_t kc);
  /// And for work by whole vectors, for filters of at most KeptTaps::most_taps taps.
  void place_activations(const KeptTaps& taps, const KeptClasses& classes);

  std::int32_t activation_address(std::int64_t y, std::int64_t x) const {
    return static_cast<std::int32_t>(y * columns_ + x);
  }
  std::int32_t weight_address(const WeightWord& word) const {
    const std::int64_t row = word.k * rows_ + reach_h_ - word.r * dilation_h_;
    return static_cast<std::int32_t>(row * columns_ + reach_w_ - word.s * dilation_w_);
  }

  /// What work by whole vectors asks of a weight: its tap, and its bank under the linear hash as far as it
  /// goes into its products' (bank_patterns.h).
  struct TapPlace {
    std::uint16_t tap = 0, bank = 0;
  };
  const TapPlace& place(const WeightWord& word) const {
    return places_[static_cast<std::size_t>((word.k * R_ + word.r) * S_ + word.s)];
  }
  /// And of the activation at `address`. After place_activations().
  struct ActivationPlace {
    std::uint32_t kept_class = 0;  ///< of kept_by_class()
    std::uint32_t turn = 0;        ///< where it reads a weight vector's bank patterns
  };
  const ActivationPlace& place(std::int32_t address) const {
    return activation_places_[static_cast<std::size_t>(address)];
  }
  const KeptClasses& kept_by_class() const { return kept_by_class_; }
  /// Taps are numbered r x S + s.
  std::uint32_t taps() const { return static_cast<std::uint32_t>(R_ * S_); }
  std::uint32_t bank_count() const { return bank_count_; }
  std::int64_t area() const { return rows_ * columns_; }  ///< of the region
  std::int64_t columns() const { return columns_; }       ///< of the region
  /// Addresses of a channel's activations are below this.
  std::int64_t block_length() const { return area() - largest_tap_address(); }
  std::int64_t largest_tap_address() const { return reach_h_ * columns_ + reach_w_; }

  void count_coordinates(std::uint64_t count) { stats_.coordinates += count; }

  /// Sets the banks of the products and removes those that are dropped; returns how many were.
  std::uint32_t resolve(ProductBundle& products);

  static constexpr std::uint16_t dropped = 0xFFFF;
  /// Bank of every address; `dropped` outside the tile's outputs.
  const std::uint16_t* banks() const { return banks_.data(); }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter coordinates{*this, "coordinates", "products", "output coordinates computed"};
  };

 private:
  std::unique_ptr<BankFunction> bank_function_;
  std::int64_t rows_ = 0, columns_ = 0;  ///< of the region
  std::int64_t R_ = 1, S_ = 1;
  Range inside_rows_, inside_columns_;  ///< of the region: the tile's outputs
  std::int64_t reach_h_ = 0, reach_w_ = 0, dilation_h_ = 1, dilation_w_ = 1;
  void place_taps(std::uint32_t kc);

  const std::uint32_t bank_count_;
  std::vector<TapPlace> places_;                    ///< by (k, r, s)
  std::vector<ActivationPlace> activation_places_;  ///< by address
  KeptClasses kept_by_class_;
  std::vector<std::uint16_t> banks_;  ///< by address
  Stats stats_;
};

}  // namespace scnnsim
