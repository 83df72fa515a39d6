// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/valid_taps.h"

#include <algorithm>

namespace scnnsim {
namespace {

/// Taps kept by each position of a tile along one dimension: bit tap x `step` is set if the tap leads into
/// `outputs`.
std::vector<std::uint64_t> kept_along(Range tile, Range outputs, std::int64_t pad, std::int64_t taps,
                                      std::int64_t dilation, std::int64_t step) {
  std::vector<std::uint64_t> kept;
  for (std::int64_t at = tile.begin; at < tile.end; ++at) {
    kept.push_back(0);
    for (std::int64_t tap = 0; tap < taps; ++tap)
      if (outputs.contains(at + pad - tap * dilation)) kept.back() |= std::uint64_t{1} << tap * step;
  }
  return kept;
}

bool same_shape(const Rectangle& a, const Rectangle& b) {
  return a.rows.size() == b.rows.size() && a.columns.size() == b.columns.size();
}

void add_classes(const ValidTaps& taps, TapClasses& classes) {
  for (std::size_t y = 0; y < taps.rows(); ++y)
    for (std::size_t x = 0; x < taps.columns(); ++x) {
      const std::uint64_t kept = taps.valid(y, x);
      const auto at = std::lower_bound(classes.begin(), classes.end(), kept);
      if (at == classes.end() || *at != kept) classes.insert(at, kept);
    }
}

}  // namespace

ValidTaps::ValidTaps(const UnitGeometry& geometry, const Pass& pass, const PeTile& tile)
    : rows_(kept_along(tile.input.rows, pass.outputs.rows, geometry.pad_top, geometry.R, geometry.dilation_h,
                       geometry.S)),
      columns_(kept_along(tile.input.columns, pass.outputs.columns, geometry.pad_left, geometry.S,
                          geometry.dilation_w, 1)) {}

std::uint32_t class_of(const TapClasses& classes, std::uint64_t kept) {
  return static_cast<std::uint32_t>(std::lower_bound(classes.begin(), classes.end(), kept) - classes.begin());
}

const TapClasses& SharedTapClasses::of(const LayerProgram& program, std::size_t pass,
                                       const Rectangle& region) {
  TapClasses& classes = classes_[{pass, region.rows.size(), region.columns.size()}];
  if (classes.empty())
    for (const PeTile& tile : program.passes[pass].tiles)
      if (tile.has_tile() && same_shape(tile.region(program.geometry), region))
        add_classes(ValidTaps(program.geometry, program.passes[pass], tile), classes);
  return classes;
}

}  // namespace scnnsim
