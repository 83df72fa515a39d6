// SPDX-License-Identifier: Apache-2.0
#include "sim/mapping/unit_layer.h"

#include <set>
#include <vector>

namespace scnnsim {
namespace {

/// One dimension of the rewriting.
struct Dimension {
  std::int64_t plane, taps, stride, dilation, pad;

  std::int64_t unit_plane() const { return (plane - 1 + pad) / stride - pad / stride + 1; }
  std::int64_t unit_taps() const { return stride == 1 ? taps : dilation * (taps - 1) / stride + 1; }
  std::int64_t unit_dilation() const { return stride == 1 ? dilation : 1; }
  std::int64_t unit_pad() const { return pad / stride; }
  /// Phases in which some tap lies, ascending: the others are neither stored nor fetched.
  std::vector<std::int64_t> phases() const {
    if (stride == 1) return {0};
    std::set<std::int64_t> used;
    for (std::int64_t tap = 0; tap < taps; ++tap) used.insert(dilation * tap % stride);
    return {used.begin(), used.end()};
  }
  /// Input position of `unit` in `phase`; may lie outside the plane, where the input is zero.
  std::int64_t input(std::int64_t phase, std::int64_t unit) const {
    return (unit + unit_pad()) * stride + phase - pad;
  }
  /// Tap of the filter at unit tap `unit` of `phase`, or -1.
  std::int64_t tap(std::int64_t phase, std::int64_t unit) const {
    if (stride == 1) return unit;
    const std::int64_t offset = unit * stride + phase;
    return offset % dilation == 0 && offset / dilation < taps ? offset / dilation : -1;
  }
};

Dimension rows_of(const LayerShape& s) {
  return {s.H, s.R, s.stride_h, s.dilation_h, s.pad_top};
}
Dimension columns_of(const LayerShape& s) {
  return {s.W, s.S, s.stride_w, s.dilation_w, s.pad_left};
}

/// Phases that have the tap, for every tap of the rewritten filter.
std::vector<std::uint32_t> phases_with_tap(const Dimension& dimension) {
  std::vector<std::uint32_t> counts(static_cast<std::size_t>(dimension.unit_taps()), 0);
  for (const std::int64_t phase : dimension.phases())
    for (std::size_t tap = 0; tap < counts.size(); ++tap)
      counts[tap] += dimension.tap(phase, static_cast<std::int64_t>(tap)) >= 0;
  return counts;
}

/// The input plane of one phase, row by row.
void copy_plane(const Dimension& rows, const Dimension& columns, std::int64_t row_phase,
                std::int64_t column_phase, const std::int16_t* from, std::int16_t* to) {
  for (std::int64_t y = 0; y < rows.unit_plane(); ++y) {
    const std::int64_t h = rows.input(row_phase, y);
    for (std::int64_t x = 0; x < columns.unit_plane(); ++x, ++to) {
      const std::int64_t w = columns.input(column_phase, x);
      if (h >= 0 && h < rows.plane && w >= 0 && w < columns.plane) *to = from[h * columns.plane + w];
    }
  }
}

/// The taps of one kernel that lie in one phase.
void copy_kernel(const Dimension& rows, const Dimension& columns, std::int64_t row_phase,
                 std::int64_t column_phase, const std::int16_t* from, std::int16_t* to) {
  for (std::int64_t r = 0; r < rows.unit_taps(); ++r) {
    const std::int64_t row = rows.tap(row_phase, r);
    for (std::int64_t s = 0; s < columns.unit_taps(); ++s, ++to) {
      const std::int64_t column = columns.tap(column_phase, s);
      if (row >= 0 && column >= 0) *to = from[row * columns.taps + column];
    }
  }
}

/// Rewrites `count` planes or kernels of `size` elements each.
template <class Copy>
void split_phases(const LayerShape& shape, std::size_t count, std::size_t size, std::size_t unit_size,
                  const std::int16_t* from, std::int16_t* to, Copy copy) {
  const Dimension rows = rows_of(shape), columns = columns_of(shape);
  const std::vector<std::int64_t> row_phases = rows.phases(), column_phases = columns.phases();
  for (std::size_t i = 0; i < count; ++i, from += size)
    for (const std::int64_t row_phase : row_phases)
      for (const std::int64_t column_phase : column_phases) {
        copy(rows, columns, row_phase, column_phase, from, to);
        to += unit_size;
      }
}

}  // namespace

UnitGeometry unit_geometry(const LayerShape& shape) {
  const Dimension rows = rows_of(shape), columns = columns_of(shape);
  UnitGeometry unit;
  unit.phases = static_cast<std::uint32_t>(rows.phases().size() * columns.phases().size());
  unit.channels = shape.channels_per_group() * unit.phases;
  unit.filters = shape.filters_per_group();
  unit.H = rows.unit_plane();
  unit.W = columns.unit_plane();
  unit.R = rows.unit_taps();
  unit.S = columns.unit_taps();
  unit.dilation_h = rows.unit_dilation();
  unit.dilation_w = columns.unit_dilation();
  unit.pad_top = rows.unit_pad();
  unit.pad_left = columns.unit_pad();
  unit.P = shape.P();
  unit.Q = shape.Q();
  unit.groups = shape.groups;
  return unit;
}

std::vector<std::uint32_t> channels_with_tap(const LayerShape& shape) {
  std::vector<std::uint32_t> channels;
  for (const std::uint32_t row_phases : phases_with_tap(rows_of(shape)))
    for (const std::uint32_t column_phases : phases_with_tap(columns_of(shape)))
      channels.push_back(shape.channels_per_group() * row_phases * column_phases);
  return channels;
}

std::vector<std::int16_t> existing_taps(const LayerShape& shape) {
  const UnitGeometry g = unit_geometry(shape);
  const auto taps = static_cast<std::size_t>(g.R * g.S);
  if (shape.stride_h == 1 && shape.stride_w == 1) return std::vector<std::int16_t>(g.channels * taps, 1);
  const std::vector<std::int16_t> filter(shape.channels_per_group() * std::size_t{shape.R} * shape.S, 1);
  std::vector<std::int16_t> exists(g.channels * taps, 0);
  split_phases(shape, shape.channels_per_group(), std::size_t{shape.R} * shape.S, taps, filter.data(),
               exists.data(), copy_kernel);
  return exists;
}

UnitLayer to_unit_stride(const LayerShape& shape, const LayerTensors& tensors) {
  UnitLayer unit{unit_geometry(shape), {}, {}};
  if (shape.stride_h == 1 && shape.stride_w == 1) {
    unit.weights = tensors.weights;
    unit.activations = tensors.activations;
    return unit;
  }
  const UnitGeometry& g = unit.geometry;
  const auto size = [](std::int64_t value) { return static_cast<std::size_t>(value); };
  unit.weights = Tensor<std::int16_t>({shape.K, g.channels, size(g.R), size(g.S)});
  unit.activations = Tensor<std::int16_t>({std::size_t{g.channels} * g.groups, size(g.H), size(g.W)});
  split_phases(shape, std::size_t{shape.K} * shape.channels_per_group(), std::size_t{shape.R} * shape.S,
               size(g.R * g.S), tensors.weights.data.data(), unit.weights.data.data(), copy_kernel);
  split_phases(shape, shape.C, std::size_t{shape.H} * shape.W, size(g.H * g.W),
               tensors.activations.data.data(), unit.activations.data.data(), copy_plane);
  return unit;
}

}  // namespace scnnsim
