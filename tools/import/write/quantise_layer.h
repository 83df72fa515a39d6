// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/import/layers/imported_layer.h"
#include "traces/support/enum_names.h"

namespace scnnsim {

/// Scales of quantised weights: one per layer, or one per filter.
enum class WeightScales { per_tensor, per_channel };
template <>
struct EnumNames<WeightScales> {
  static constexpr std::array<std::string_view, 2> names{"per-tensor", "per-channel"};
};

/// Turns a layer's floats into 8-bit integers, symmetric: weights, activations and written tensor at largest
/// magnitude / 127, rounded to nearest (halves to even; what rounds to 0 is 0, as on an int8 machine), bias
/// as int32 at the scale of the products, `output` as their exact sums, and the smallest `output_shift` that
/// brings the outputs within 8 bits. Sets the largest error of the sums. A layer of integers stays as it is.
void quantise_layer(ImportedLayer& layer, WeightScales scales);

}  // namespace scnnsim
