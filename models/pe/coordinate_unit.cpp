// SPDX-License-Identifier: Apache-2.0
#include "models/pe/coordinate_unit.h"

namespace scnnsim {

CoordinateUnit::CoordinateUnit(const sc_core::sc_module_name& name, const AccumulatorParameters& parameters)
    : sc_module(name), bank_function_(make_bank_function(parameters)) {}

void CoordinateUnit::configure(const UnitGeometry& geometry, const Pass& pass, const PeTile& tile,
                               std::uint32_t kc) {
  const Rectangle region = tile.region(geometry);
  rows_ = region.rows.size();
  columns_ = region.columns.size();
  reach_h_ = geometry.reach_h();
  reach_w_ = geometry.reach_w();
  dilation_h_ = geometry.dilation_h;
  dilation_w_ = geometry.dilation_w;
  banks_.clear();
  for (std::uint32_t k = 0; k < kc; ++k)
    for (std::uint32_t y = 0; y < rows_; ++y)
      for (std::uint32_t x = 0; x < columns_; ++x) {
        const bool inside = pass.outputs.rows.contains(region.rows.begin + y) &&
                            pass.outputs.columns.contains(region.columns.begin + x);
        const auto address = static_cast<std::uint32_t>(banks_.size());
        banks_.push_back(inside ? static_cast<std::uint16_t>(bank_function_->bank({k, y, x}, address))
                                : dropped);
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
