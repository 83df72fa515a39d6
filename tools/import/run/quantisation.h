// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/import/model/value.h"
#include "tools/import/run/kernel.h"
#include "traces/layer.h"

namespace scnnsim {

/// Scale and zero point of a quantised tensor: real = (integer - zero point) x scale. One of each for the
/// tensor, or one per index of `axis`. A missing zero point is 0.
struct AffineScale {
  const Value& scale;
  const Value* zero_point;
  std::size_t axis;

  double scale_at(std::size_t index) const { return scale.at(scale.size() == 1 ? 0 : index); }
  std::int64_t zero_point_at(std::size_t index) const {
    if (zero_point == nullptr) return 0;
    return zero_point->integers()[zero_point->size() == 1 ? 0 : index];
  }
};

/// The scale at inputs `first` and `first` + 1 of a node, for a tensor of `shape`. Throws UserError for
/// another number of scales than one or one per index of `axis`.
AffineScale affine_scale(const KernelCall& call, std::size_t first, const Shape& shape, std::size_t axis);

/// The tensor that 8-bit or wider integers stand for.
Value dequantised(const Value& integers, const AffineScale& scale);
/// Rounds halves to even and saturates at the ends of `type`.
Value quantised(const Value& reals, const AffineScale& scale, ElementType type);

/// Integers with their zero points subtracted, exactly: what the trace holds. `zero_point` may be null, have
/// one element, or one per index of `axis`. Throws UserError "<what>: ..." for values beyond 16 bits.
Tensor<std::int16_t> without_zero_point(const Value& integers, const Value* zero_point, std::size_t axis,
                                        const std::string& what);

}  // namespace scnnsim
