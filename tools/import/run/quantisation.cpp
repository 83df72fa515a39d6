// SPDX-License-Identifier: Apache-2.0
#include "tools/import/run/quantisation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "traces/support/error.h"

namespace scnnsim {

namespace {

/// The index along `axis` of each element, in C order.
class AxisWalk {
 public:
  AxisWalk(const Shape& shape, std::size_t axis)
      : size_(axis < shape.size() ? shape[axis] : 1),
        block_(axis < shape.size()
                   ? element_count({shape.begin() + static_cast<std::ptrdiff_t>(axis) + 1, shape.end()})
                   : element_count(shape)) {}
  std::size_t operator()(std::size_t element) const { return block_ == 0 ? 0 : element / block_ % size_; }

 private:
  std::size_t size_, block_;
};

void check_per_axis(const KernelCall& call, std::size_t index, const Shape& shape, std::size_t axis) {
  const std::size_t count = call.input(index).size();
  if (count == 1 || (axis < shape.size() && count == shape[axis])) return;
  call.fail_input(index, axis < shape.size() ? fmt::format("one number, or one for each of {}", shape[axis])
                                             : "one number");
}

}  // namespace

AffineScale affine_scale(const KernelCall& call, std::size_t first, const Shape& shape, std::size_t axis) {
  check_per_axis(call, first, shape, axis);
  for (const float scale : call.floats(first).floats())
    if (!(scale > 0) || !std::isfinite(scale))
      call.fail_input(first, fmt::format("finite scales above 0 (one is {})", scale));
  if (!call.has(first + 1)) return {call.input(first), nullptr, axis};
  call.integers(first + 1);
  check_per_axis(call, first + 1, shape, axis);
  return {call.input(first), &call.input(first + 1), axis};
}

Value dequantised(const Value& integers, const AffineScale& scale) {
  const AxisWalk index(integers.shape, scale.axis);
  Value reals = Value::zeros(ElementType::float32, integers.shape);
  for (std::size_t i = 0; i < integers.size(); ++i)
    std::get<0>(reals.data)[i] = static_cast<float>(
        (integers.at(i) - static_cast<double>(scale.zero_point_at(index(i)))) * scale.scale_at(index(i)));
  return reals;
}

Value quantised(const Value& reals, const AffineScale& scale, ElementType type) {
  const AxisWalk index(reals.shape, scale.axis);
  const IntegerRange range = range_of(type);
  Value integers = Value::zeros(type, reals.shape);
  for (std::size_t i = 0; i < reals.size(); ++i) {
    // float32, as ONNX Runtime divides.
    const float scaled = reals.floats()[i] / static_cast<float>(scale.scale_at(index(i)));
    const double shifted =
        std::nearbyint(double{scaled}) + static_cast<double>(scale.zero_point_at(index(i)));
    std::get<1>(integers.data)[i] = static_cast<std::int64_t>(std::clamp(std::isnan(shifted) ? 0.0 : shifted,
                                                                         static_cast<double>(range.lowest),
                                                                         static_cast<double>(range.highest)));
  }
  return integers;
}

Tensor<std::int16_t> without_zero_point(const Value& integers, const Value* zero_point, std::size_t axis,
                                        const std::string& what) {
  using Operand = std::numeric_limits<std::int16_t>;
  const AxisWalk index(integers.shape, axis);
  Tensor<std::int16_t> result(integers.shape);
  for (std::size_t i = 0; i < integers.size(); ++i) {
    const std::int64_t zero =
        zero_point == nullptr ? 0 : zero_point->integers()[zero_point->size() == 1 ? 0 : index(i)];
    const double value = integers.at(i) - static_cast<double>(zero);
    if (value < Operand::min() || value > Operand::max())
      throw UserError(fmt::format("{}: got {} minus the zero point {}, expected operands of at most 16 bits",
                                  what, integers.integers()[i], zero));
    result.data[i] = static_cast<std::int16_t>(value);
  }
  return result;
}

}  // namespace scnnsim
