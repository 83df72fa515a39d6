// SPDX-License-Identifier: Apache-2.0
#include "tools/import/layers/first_image.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <variant>

namespace scnnsim {
namespace {

std::size_t product(Shape::const_iterator first, Shape::const_iterator last) {
  return std::accumulate(first, last, std::size_t{1}, std::multiplies<>());
}

/// The first `count` places of a dimension.
ValueRef head(const Value& value, std::size_t dimension, std::size_t count) {
  const auto at = value.shape.begin() + static_cast<std::ptrdiff_t>(dimension);
  const std::size_t outer = product(value.shape.begin(), at), inner = product(at + 1, value.shape.end());
  Value taken{value.type, value.shape, {}};
  taken.shape[dimension] = count;
  std::visit(
      [&](const auto& elements) {
        std::decay_t<decltype(elements)> part;
        part.reserve(outer * count * inner);
        for (std::size_t i = 0; i < outer; ++i) {
          const auto from = elements.begin() + static_cast<std::ptrdiff_t>(i * *at * inner);
          part.insert(part.end(), from, from + static_cast<std::ptrdiff_t>(count * inner));
        }
        taken.data = std::move(part);
      },
      value.data);
  return share(std::move(taken));
}

}  // namespace

ValueRef first_image_of_rows(ValueRef value, std::size_t batch) {
  const Shape& shape = value->shape;
  if (batch < 2 || shape.size() < 2) return value;
  const auto own = std::find(shape.begin(), shape.end() - 1, batch);
  if (own != shape.end() - 1) return head(*value, static_cast<std::size_t>(own - shape.begin()), 1);
  return shape[0] > 0 && shape[0] % batch == 0 ? head(*value, 0, shape[0] / batch) : value;
}

ValueRef first_image_of_columns(ValueRef value, std::size_t batch) {
  const Shape& shape = value->shape;
  if (batch < 2 || shape.size() != 2 || shape[1] == 0 || shape[1] % batch != 0) return value;
  return head(*value, 1, shape[1] / batch);
}

}  // namespace scnnsim
