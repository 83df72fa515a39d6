// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "tools/import/run/kernel.h"
#include "tools/import/run/opencv_node.h"
#include "tools/import/run/strided.h"
#include "traces/npy.h"

namespace scnnsim {
namespace {

Value pad(const KernelCall& call) {
  const Value& input = call.input(0);
  const std::size_t rank = input.shape.size();
  const Integers pads = call.list("pads", 1, {});
  if (pads.size() != 2 * rank)
    call.fail(fmt::format("pads: got {} numbers, expected {}", pads.size(), 2 * rank));
  const double fill = call.has(2) ? call.number(2) : double{call.node.attribute<float>("value", 0)};
  Shape padded = input.shape, kept = input.shape;
  Integers from(rank), to(rank);
  constexpr std::int64_t largest = 1 << 20;
  for (std::size_t d = 0; d < rank; ++d) {
    const std::int64_t begin = pads[d], end = pads[rank + d],
                       size = static_cast<std::int64_t>(input.shape[d]);
    if (std::min(begin, end) < -size || std::max(begin, end) > largest || begin + end < -size)
      call.fail(fmt::format("pads: got {} and {} at a dimension of {}", begin, end, size));
    from[d] = std::max<std::int64_t>(0, -begin), to[d] = std::max<std::int64_t>(0, begin);
    padded[d] = static_cast<std::size_t>(size + begin + end);
    kept[d] =
        static_cast<std::size_t>(size + std::min<std::int64_t>(0, begin) + std::min<std::int64_t>(0, end));
  }
  check_element_count(padded, call.node.label());
  Value result = Value::zeros(input.type, padded);
  const Integers source = strides_of(input.shape), target = strides_of(padded);
  std::int64_t first = 0, place = 0;
  for (std::size_t d = 0; d < rank; ++d) first += from[d] * source[d], place += to[d] * target[d];
  std::visit(
      [&](const auto& elements) {
        auto& filled = std::get<std::decay_t<decltype(elements)>>(result.data);
        using Element = typename std::decay_t<decltype(elements)>::value_type;
        std::fill(filled.begin(), filled.end(), static_cast<Element>(fill));
        for_each_pair(kept, source, target, [&](std::int64_t a, std::int64_t b) {
          filled[static_cast<std::size_t>(place + b)] = elements[static_cast<std::size_t>(first + a)];
        });
      },
      input.data);
  return result;
}

/// Where position `at`, perhaps outside of `size` positions, has its element from.
std::int64_t mirrored(std::int64_t at, std::int64_t size) {
  const std::int64_t period = std::max<std::int64_t>(1, 2 * (size - 1)),
                     within = (at % period + period) % period;
  return std::min(within, period - within);
}
std::int64_t nearest(std::int64_t at, std::int64_t size) {
  return std::clamp<std::int64_t>(at, 0, size - 1);
}

Value pad_from_inside(const KernelCall& call, std::int64_t (*source)(std::int64_t at, std::int64_t size)) {
  Value result = call.input(0);
  const std::size_t rank = result.shape.size();
  const Integers pads = call.list("pads", 1, {});
  if (pads.size() != 2 * rank)
    call.fail(fmt::format("pads: got {} numbers, expected {}", pads.size(), 2 * rank));
  constexpr std::int64_t largest = 1 << 20;
  for (std::size_t d = 0; d < rank; ++d) {
    const std::int64_t begin = pads[d], end = pads[rank + d],
                       size = static_cast<std::int64_t>(result.shape[d]);
    if (begin == 0 && end == 0) continue;
    if (size == 0 || std::min(begin, end) < -size || std::max(begin, end) > largest || begin + end < -size)
      call.fail(fmt::format("pads: got {} and {} at a dimension of {}", begin, end, size));
    Integers positions;
    for (std::int64_t at = -begin; at < size + end; ++at) positions.push_back(source(at, size));
    result = take(result, d, positions, {positions.size()}, call.node.label());
  }
  return result;
}

Value pad_by_mode(const KernelCall& call) {
  const auto mode = call.node.attribute<std::string>("mode", "constant");
  if (call.has(3)) throw CannotRun("padding of chosen axes alone is not run");
  if (mode == "reflect") return pad_from_inside(call, mirrored);
  if (mode == "edge") return pad_from_inside(call, nearest);
  if (mode != "constant")
    call.fail(fmt::format("attribute mode: got {:?}, expected constant, reflect or edge", mode));
  return pad(call);
}

}  // namespace

void add_padding_kernels(KernelTable& table) {
  const KernelTable own{{"Pad", pad_by_mode}};
  table.insert(own.begin(), own.end());
}

}  // namespace scnnsim
