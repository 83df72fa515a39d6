// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "tools/import/run/kernel.h"
#include "tools/import/run/opencv_node.h"
#include "tools/import/run/operator_shapes.h"

namespace scnnsim {

namespace {

/// One spatial dimension of a pooling.
struct PooledDimension {
  std::int64_t size, kernel, stride, dilation, pad_begin, pad_end, outputs;

  std::int64_t first(std::int64_t output) const { return output * stride - pad_begin; }
  /// Positions of a window that lie in the input, or in the input and its padding.
  std::int64_t counted(std::int64_t output, bool with_padding) const {
    std::int64_t count = 0;
    for (std::int64_t t = 0; t < kernel; ++t) {
      const std::int64_t at = first(output) + t * dilation;
      count += with_padding ? at < size + pad_end : at >= 0 && at < size;
    }
    return count;
  }
};

PooledDimension pooled_dimension(const KernelCall& call, const Window& window, const Shape& input,
                                 std::size_t d) {
  if (d >= window.kernel.size()) return {1, 1, 1, 1, 0, 0, 1};
  PooledDimension dimension{static_cast<std::int64_t>(input[d + 2]),
                            window.kernel[d],
                            window.strides[d],
                            window.dilations[d],
                            window.pads_begin[d],
                            window.pads_end[d],
                            0};
  const std::int64_t room = dimension.size + dimension.pad_begin + dimension.pad_end -
                            (dimension.dilation * (dimension.kernel - 1) + 1);
  if (room < 0) call.fail_input(0, "an input not smaller than the window");
  if (std::max(dimension.pad_begin, dimension.pad_end) > dimension.dilation * (dimension.kernel - 1))
    call.fail(fmt::format("attribute pads: got {} and {}, expected less than the window of {}",
                          dimension.pad_begin, dimension.pad_end,
                          dimension.dilation * (dimension.kernel - 1) + 1));
  const bool rounds_up = call.node.attribute<std::int64_t>("ceil_mode", 0) != 0;
  dimension.outputs = (room + (rounds_up ? dimension.stride - 1 : 0)) / dimension.stride + 1;
  // A window that begins in the padding behind the input is left out.
  if (rounds_up && dimension.first(dimension.outputs - 1) >= dimension.size) --dimension.outputs;
  return dimension;
}

/// Pooling over one or two dimensions.
class Pooling {
 public:
  explicit Pooling(const KernelCall& call) : input_(call.input(0)) {
    const Shape& shape = input_.shape;
    if (shape.size() != 3 && shape.size() != 4)
      call.fail_input(0, "a batch, channels and one or two spatial dimensions");
    const auto kernel = call.node.attribute<Integers>("kernel_shape", {});
    if (kernel.size() != shape.size() - 2)
      call.fail(fmt::format("attribute kernel_shape: got {} numbers, expected {}", kernel.size(),
                            shape.size() - 2));
    const Window window =
        window_of(call.node, {shape.begin() + 2, shape.end()}, {kernel.begin(), kernel.end()});
    rows_ = pooled_dimension(call, window, shape, 0);
    columns_ = pooled_dimension(call, window, shape, 1);
    output_ = shape;
    output_[2] = static_cast<std::size_t>(rows_.outputs);
    if (shape.size() == 4) output_[3] = static_cast<std::size_t>(columns_.outputs);
    check_element_count(output_, call.node.label());
  }

  Value highest() const {
    Value result = Value::zeros(input_.type, output_);
    std::visit(
        [&](const auto& elements) {
          auto next = std::get<std::decay_t<decltype(elements)>>(result.data).begin();
          using Element = typename std::decay_t<decltype(elements)>::value_type;
          for_each_window([&](std::size_t plane, std::int64_t p, std::int64_t q) {
            Element most = std::numeric_limits<Element>::lowest();
            for_each_position(plane, p, q, [&](std::size_t at) { most = std::max(most, elements[at]); });
            *next++ = most;
          });
        },
        input_.data);
    return result;
  }

  Value average(bool counts_padding) const {
    Value result = Value::zeros(ElementType::float32, output_);
    auto next = std::get<0>(result.data).begin();
    for_each_window([&](std::size_t plane, std::int64_t p, std::int64_t q) {
      double total = 0;
      for_each_position(plane, p, q, [&](std::size_t at) { total += double{input_.floats()[at]}; });
      const std::int64_t count = rows_.counted(p, counts_padding) * columns_.counted(q, counts_padding);
      *next++ = static_cast<float>(total / static_cast<double>(std::max<std::int64_t>(count, 1)));
    });
    return result;
  }

 private:
  template <class Visit>
  void for_each_window(const Visit& visit) const {
    for (std::size_t plane = 0; plane < output_[0] * output_[1]; ++plane)
      for (std::int64_t p = 0; p < rows_.outputs; ++p)
        for (std::int64_t q = 0; q < columns_.outputs; ++q) visit(plane, p, q);
  }

  template <class Visit>
  void for_each_position(std::size_t plane, std::int64_t p, std::int64_t q, const Visit& visit) const {
    for (std::int64_t r = 0; r < rows_.kernel; ++r) {
      const std::int64_t row = rows_.first(p) + r * rows_.dilation;
      if (row < 0 || row >= rows_.size) continue;
      for (std::int64_t s = 0; s < columns_.kernel; ++s) {
        const std::int64_t column = columns_.first(q) + s * columns_.dilation;
        if (column < 0 || column >= columns_.size) continue;
        visit((plane * static_cast<std::size_t>(rows_.size) + static_cast<std::size_t>(row)) *
                  static_cast<std::size_t>(columns_.size) +
              static_cast<std::size_t>(column));
      }
    }
  }

  const Value& input_;
  PooledDimension rows_{}, columns_{};
  Shape output_;
};

Value max_pool(const KernelCall& call) {
  if (call.input(0).shape.size() > 4) return run_by_opencv(call);
  return Pooling(call).highest();
}

Value average_pool(const KernelCall& call) {
  if (call.floats(0).shape.size() > 4) return run_by_opencv(call);
  return Pooling(call).average(call.node.attribute<std::int64_t>("count_include_pad", 0) != 0);
}

}  // namespace

void add_pooling_kernels(KernelTable& table) {
  table.insert({{"MaxPool", max_pool}, {"AveragePool", average_pool}});
}

}  // namespace scnnsim
