// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/unit_layer.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "tests/reference/index.h"

namespace scnnsim::lockstep {
namespace {

/// One dimension of the rewriting.
struct Axis {
  int length, taps, stride, pad, dilation;

  bool is_strided() const { return stride > 1; }
  int phases() const { return stride; }
  int unit_taps() const { return is_strided() ? dilation * (taps - 1) / stride + 1 : taps; }
  int unit_pad() const { return pad / stride; }
  int unit_dilation() const { return is_strided() ? 1 : dilation; }
  int unit_length() const { return (length - 1 + pad) / stride - pad / stride + 1; }
  int input_phase(int h) const { return (h + pad) % stride; }
  int input_position(int h) const { return (h + pad) / stride - pad / stride; }
  int tap_phase(int r) const { return is_strided() ? dilation * r % stride : 0; }
  int tap_position(int r) const { return is_strided() ? dilation * r / stride : r; }
  bool phase_has_taps(int phase) const {
    for (int r = 0; r < taps; ++r)
      if (tap_phase(r) == phase) return true;
    return false;
  }
};

}  // namespace

UnitLayer rewrite_group(const LayerDescription& layer, const LayerTensors& tensors, int group) {
  const LayerShape& shape = layer.shape;
  const int C = static_cast<int>(shape.channels_per_group()), K = static_cast<int>(shape.filters_per_group());
  const int H = static_cast<int>(shape.H), W = static_cast<int>(shape.W);
  const int R = static_cast<int>(shape.R), S = static_cast<int>(shape.S);
  const Axis v{H, R, static_cast<int>(shape.stride_h), static_cast<int>(shape.pad_top),
               static_cast<int>(shape.dilation_h)};
  const Axis h{W, S, static_cast<int>(shape.stride_w), static_cast<int>(shape.pad_left),
               static_cast<int>(shape.dilation_w)};

  UnitLayer unit;
  unit.filters = K;
  unit.rows = v.unit_length();
  unit.columns = h.unit_length();
  unit.filter_rows = v.unit_taps();
  unit.filter_columns = h.unit_taps();
  unit.pad_top = v.unit_pad();
  unit.pad_left = h.unit_pad();
  unit.dilation_h = v.unit_dilation();
  unit.dilation_w = h.unit_dilation();
  unit.output_rows = static_cast<int>(shape.P());
  unit.output_columns = static_cast<int>(shape.Q());
  unit.weights.resize(at(K));

  for (int c = 0; c < C; ++c)
    for (int row_phase = 0; row_phase < v.phases(); ++row_phase)
      for (int column_phase = 0; column_phase < h.phases(); ++column_phase) {
        if (!v.phase_has_taps(row_phase) || !h.phase_has_taps(column_phase)) continue;
        ++unit.channels;
        std::vector<std::int16_t> plane(at(unit.rows * unit.columns));
        for (int y = 0; y < H; ++y)
          for (int x = 0; x < W; ++x)
            if (v.input_phase(y) == row_phase && h.input_phase(x) == column_phase)
              plane[at(v.input_position(y) * unit.columns + h.input_position(x))] =
                  tensors.activations.data[at(((group * C + c) * H + y) * W + x)];
        unit.activations.push_back(plane);
        unit.taps.emplace_back();
        for (int r = 0; r < R; ++r)
          for (int s = 0; s < S; ++s)
            if (v.tap_phase(r) == row_phase && h.tap_phase(s) == column_phase)
              unit.taps.back().push_back(at(v.tap_position(r) * unit.filter_columns + h.tap_position(s)));
        for (int k = 0; k < K; ++k) {
          std::vector<std::int16_t> taps(at(unit.filter_rows * unit.filter_columns));
          for (int r = 0; r < R; ++r)
            for (int s = 0; s < S; ++s)
              if (v.tap_phase(r) == row_phase && h.tap_phase(s) == column_phase)
                taps[at(v.tap_position(r) * unit.filter_columns + h.tap_position(s))] =
                    tensors.weights.data[at((((group * K + k) * C + c) * R + r) * S + s)];
          unit.weights[at(k)].push_back(taps);
        }
      }
  return unit;
}

Tensor<std::int64_t> plain_convolution(const LayerDescription& layer, const LayerTensors& tensors) {
  const LayerShape& shape = layer.shape;
  const std::int64_t H = shape.H, W = shape.W, R = shape.R, S = shape.S, P = shape.P(), Q = shape.Q();
  const std::int64_t C = shape.channels_per_group(), K = shape.filters_per_group();
  Tensor<std::int64_t> sums({shape.K, shape.P(), shape.Q()});
  for (std::int64_t k = 0; k < static_cast<std::int64_t>(shape.K); ++k)
    for (std::int64_t p = 0; p < P; ++p)
      for (std::int64_t q = 0; q < Q; ++q) {
        std::int64_t sum = tensors.bias ? tensors.bias->data[static_cast<std::size_t>(k)] : 0;
        for (std::int64_t c = 0; c < C; ++c)
          for (std::int64_t r = 0; r < R; ++r)
            for (std::int64_t s = 0; s < S; ++s) {
              const std::int64_t y = p * shape.stride_h + r * shape.dilation_h - shape.pad_top;
              const std::int64_t x = q * shape.stride_w + s * shape.dilation_w - shape.pad_left;
              if (y < 0 || y >= H || x < 0 || x >= W) continue;
              const std::int64_t weight =
                  tensors.weights.data[static_cast<std::size_t>(((k * C + c) * R + r) * S + s)];
              const std::int64_t input =
                  tensors.activations.data[static_cast<std::size_t>(((k / K * C + c) * H + y) * W + x)];
              sum += weight * input;
            }
        sums.data[static_cast<std::size_t>((k * P + p) * Q + q)] = sum;
      }
  return sums;
}

std::uint64_t effectual_products(const LayerDescription& layer, const LayerTensors& tensors) {
  LayerTensors ones = tensors;
  for (std::int16_t& value : ones.weights.data) value = value != 0;
  for (std::int16_t& value : ones.activations.data) value = value != 0;
  ones.bias.reset();
  const auto sums = plain_convolution(layer, ones).data;
  return static_cast<std::uint64_t>(std::accumulate(sums.begin(), sums.end(), std::int64_t{0}));
}

std::int16_t requantised(std::int64_t sum, const LayerDescription& layer, unsigned operand_bits) {
  if (layer.rectifies() && sum < 0) sum = 0;
  const std::int64_t divisor = std::int64_t{1} << layer.output_shift;
  const std::int64_t shifted = sum >= 0 ? sum / divisor : -((-sum + divisor - 1) / divisor);  // rounds down
  const std::int64_t limit = std::int64_t{1} << (operand_bits - 1);
  return static_cast<std::int16_t>(std::clamp(shifted, -limit, limit - 1));
}

}  // namespace scnnsim::lockstep
