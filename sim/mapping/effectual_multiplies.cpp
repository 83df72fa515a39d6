// SPDX-License-Identifier: Apache-2.0
#include "sim/mapping/effectual_multiplies.h"

namespace scnnsim {
namespace {

/// Filters of its group whose weight is not zero, for every (input channel, tap).
std::vector<std::uint64_t> filters_with_weight(const LayerShape& s, const Tensor<std::int16_t>& weights) {
  const std::size_t taps = std::size_t{s.R} * s.S;
  std::vector<std::uint64_t> filters(s.C * taps, 0);
  const std::int16_t* weight = weights.data.data();
  for (std::uint32_t k = 0; k < s.K; ++k) {
    std::uint64_t* of_group = filters.data() + taps * (k / s.filters_per_group()) * s.channels_per_group();
    for (std::size_t i = 0; i < s.channels_per_group() * taps; ++i) of_group[i] += *weight++ != 0;
  }
  return filters;
}

/// Outputs offset ... that read input inside the plane through a tap: input = output x stride + shift.
Range outputs_inside(Range outputs, std::int64_t stride, std::int64_t shift, std::int64_t plane) {
  const std::int64_t first = shift >= 0 ? 0 : ceil_divide(-shift, stride);
  const std::int64_t end = shift >= plane ? 0 : (plane - 1 - shift) / stride + 1;
  return intersect(outputs, {first, end});
}

/// Activations that are not zero among those that a tap shows to a rectangle of outputs.
std::uint64_t nonzeros_seen(const LayerShape& s, const std::int16_t* plane, const Rectangle& outputs,
                            std::uint32_t r, std::uint32_t tap_column) {
  const std::int64_t shift_h = std::int64_t{r} * s.dilation_h - s.pad_top;
  const std::int64_t shift_w = std::int64_t{tap_column} * s.dilation_w - s.pad_left;
  const Range rows = outputs_inside(outputs.rows, s.stride_h, shift_h, s.H);
  const Range columns = outputs_inside(outputs.columns, s.stride_w, shift_w, s.W);
  std::uint64_t nonzeros = 0;
  for (std::int64_t p = rows.begin; p < rows.end; ++p) {
    const std::int16_t* row = plane + (p * s.stride_h + shift_h) * s.W;
    for (std::int64_t q = columns.begin; q < columns.end; ++q) nonzeros += row[q * s.stride_w + shift_w] != 0;
  }
  return nonzeros;
}

}  // namespace

std::vector<EffectualMultiplies> count_effectual_multiplies(const LayerShape& s, const LayerTensors& tensors,
                                                            const std::vector<Rectangle>& parts) {
  const std::vector<std::uint64_t> filters = filters_with_weight(s, tensors.weights);
  std::vector<EffectualMultiplies> counts(parts.size());
  std::size_t tap = 0;
  for (std::uint32_t c = 0; c < s.C; ++c) {
    const std::int16_t* plane = tensors.activations.data.data() + std::size_t{c} * s.H * s.W;
    for (std::uint32_t r = 0; r < s.R; ++r)
      for (std::uint32_t column = 0; column < s.S; ++column, ++tap)
        for (std::size_t part = 0; part < parts.size(); ++part) {
          const std::uint64_t nonzeros = nonzeros_seen(s, plane, parts[part], r, column);
          counts[part].activation += nonzeros * s.filters_per_group();
          counts[part].both += nonzeros * filters[tap];
        }
  }
  return counts;
}

}  // namespace scnnsim
