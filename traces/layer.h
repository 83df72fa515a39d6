// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "traces/granularity.h"
#include "traces/sums.h"
#include "traces/support/enum_names.h"
#include "traces/tensor.h"

namespace scnnsim {

/// Where a layer's input lies when the layer starts.
enum class InputLocation { on_chip, dram };
template <>
struct EnumNames<InputLocation> {
  static constexpr std::array<std::string_view, 2> names{"on_chip", "dram"};
};

/// Shape of one convolution layer. Rows come before columns everywhere: H, R, P are rows, W, S, Q columns.
/// A fully-connected layer is a 1x1 convolution on a 1x1 plane.
struct LayerShape {
  std::uint32_t C = 1, K = 1;  ///< input and output channels, over all groups
  std::uint32_t H = 1, W = 1;  ///< unpadded input plane
  std::uint32_t R = 1, S = 1;  ///< filter
  std::uint32_t stride_h = 1, stride_w = 1;
  std::uint32_t pad_top = 0, pad_left = 0, pad_bottom = 0, pad_right = 0;
  std::uint32_t dilation_h = 1, dilation_w = 1;
  std::uint32_t groups = 1;

  /// Output rows and columns. Only valid shapes (see check_shape) have them.
  std::uint32_t P() const { return (H + pad_top + pad_bottom - (dilation_h * (R - 1) + 1)) / stride_h + 1; }
  std::uint32_t Q() const { return (W + pad_left + pad_right - (dilation_w * (S - 1) + 1)) / stride_w + 1; }
  std::uint32_t channels_per_group() const { return C / groups; }
  std::uint32_t filters_per_group() const { return K / groups; }
  std::uint64_t dense_macs() const { return std::uint64_t{K} * P() * Q() * channels_per_group() * R * S; }
};

/// Throws UserError, its message prefixed with `where`, when a dimension is 0 or larger than 2^20, groups do
/// not divide C and K, or the padded plane is smaller than the dilated filter.
void check_shape(const LayerShape& shape, const std::string& where);

/// One layer's shape and the attributes that come with it in a trace.
struct LayerDescription {
  std::string name;
  LayerShape shape;
  /// Operators between the convolution and the tensor that is written to memory, in order: "relu", "relu6",
  /// "add", "max_pool" ... A layer without a `written` tensor has none, relu or relu6 alone.
  std::vector<std::string> after;
  std::uint32_t output_shift =
      0;  ///< requantisation: arithmetic right shift, then saturation to the operand width
  Granularity granularity = Granularity::none;
  InputLocation input = InputLocation::on_chip;

  /// Whether a ReLU or ReLU6 follows: outputs computed from the sums are then never negative. ReLU6 does not
  /// clamp the integers.
  bool rectifies() const;
};

/// Bits of the widest operand that LayerTensors hold.
inline constexpr unsigned widest_operand = 16;

/// The tensors of one layer, integers of the operand width.
struct LayerTensors {
  Tensor<std::int16_t> weights;              ///< (K, C / groups, R, S)
  Tensor<std::int16_t> activations;          ///< (C, H, W)
  std::optional<Tensor<std::int32_t>> bias;  ///< (K)
  std::optional<Sums> output;                ///< (K, P, Q): before ReLU and requantisation
  /// (K, P', Q'): what is really written to memory after the layer, behind all operators in `after`. Without
  /// it, the convolution's outputs after ReLU and requantisation are written.
  std::optional<Tensor<std::int16_t>> written;
  /// Per input channel, if known: the filter that made it is gone, so that its activations are all zero in
  /// every image. Empty: none is known to be.
  std::vector<bool> dead_inputs = {};
};

}  // namespace scnnsim
