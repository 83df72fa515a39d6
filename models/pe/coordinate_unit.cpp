// SPDX-License-Identifier: Apache-2.0
#include "models/pe/coordinate_unit.h"

#include <algorithm>

#include "models/pe/bank_patterns.h"

namespace scnnsim {

CoordinateUnit::CoordinateUnit(const sc_core::sc_module_name& name, const AccumulatorParameters& parameters)
    : sc_module(name), bank_function_(make_bank_function(parameters)), bank_count_(parameters.banks) {}

void CoordinateUnit::configure(const UnitGeometry& geometry, const Pass& pass, const PeTile& tile,
                               std::uint32_t kc) {
  const Rectangle region = tile.region(geometry);
  rows_ = region.rows.size();
  columns_ = region.columns.size();
  reach_h_ = geometry.reach_h();
  reach_w_ = geometry.reach_w();
  dilation_h_ = geometry.dilation_h;
  dilation_w_ = geometry.dilation_w;
  R_ = geometry.R;
  S_ = geometry.S;
  const auto relative = [](Range range, std::int64_t origin) {
    return Range{range.begin - origin, range.end - origin};
  };
  inside_rows_ = relative(pass.outputs.rows, region.rows.begin);
  inside_columns_ = relative(pass.outputs.columns, region.columns.begin);
  place_taps(kc);
  banks_.clear();
  for (std::uint32_t k = 0; k < kc; ++k)
    for (std::uint32_t y = 0; y < rows_; ++y)
      for (std::uint32_t x = 0; x < columns_; ++x) {
        const bool inside = inside_rows_.contains(y) && inside_columns_.contains(x);
        const auto address = static_cast<std::uint32_t>(banks_.size());
        banks_.push_back(inside ? static_cast<std::uint16_t>(bank_function_->bank({k, y, x}, address))
                                : dropped);
      }
}

void CoordinateUnit::place_taps(std::uint32_t kc) {
  places_.clear();
  for (std::uint32_t k = 0; k < kc; ++k)
    for (std::uint32_t tap = 0; tap < taps(); ++tap) {
      const WeightWord word{0, static_cast<std::uint16_t>(k), static_cast<std::uint16_t>(tap / S_),
                            static_cast<std::uint16_t>(tap % S_)};
      const auto address = static_cast<std::uint32_t>(weight_address(word));
      places_.push_back({static_cast<std::uint16_t>(tap), static_cast<std::uint16_t>(address % bank_count_)});
    }
}

void CoordinateUnit::place_activations(const KeptTaps& taps, const KeptClasses& classes) {
  const auto length = static_cast<std::uint32_t>(bank_pattern_length(bank_count_));
  kept_by_class_ = classes;
  activation_places_.assign(static_cast<std::size_t>(area()), {});
  for (std::size_t y = 0; y < taps.rows(); ++y)
    for (std::size_t x = 0; x < taps.columns(); ++x) {
      const auto address = static_cast<std::uint32_t>(
          activation_address(static_cast<std::int64_t>(y), static_cast<std::int64_t>(x)));
      const std::uint32_t kept_class = class_of(classes, taps.kept(y, x));
      const std::uint32_t turn = (bank_count_ - address % bank_count_) % bank_count_;
      activation_places_[address] = {kept_class, turn + kept_class * length};
    }
}

std::uint32_t CoordinateUnit::resolve(ProductBundle& products) {
  stats_.coordinates += products.count;
  std::uint32_t kept = 0;
  for (std::uint32_t n = 0; n < products.count; ++n) {
    const std::uint16_t bank = banks_[static_cast<std::size_t>(products.address[n])];
    products.bank[n] = bank;
    if (bank == dropped) continue;
    if (kept != n) products.keep(kept, n);
    ++kept;
  }
  const std::uint32_t removed = products.count - kept;
  products.count = kept;
  return removed;
}

}  // namespace scnnsim
