// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/import/model/graph.h"

namespace scnnsim {

/// Distances between neighbouring elements of each dimension, in C order.
Integers strides_of(const Shape& shape);

/// The shape to which both are broadcast (NumPy's rule). Throws UserError "<what>: ..." when there is none.
Shape broadcast_shape(const Shape& a, const Shape& b, const std::string& what);

/// Strides that read a tensor of `shape` as one of the larger `target`: 0 along what is repeated.
Integers broadcast_strides(const Shape& shape, const Shape& target);

/// Calls visit(position in the first tensor, in the second) for each element of `shape`, in C order.
template <class Visit>
void for_each_pair(const Shape& shape, const Integers& first, const Integers& second, const Visit& visit) {
  const std::size_t count = element_count(shape);
  Shape index(shape.size());
  std::int64_t a = 0, b = 0;
  for (std::size_t i = 0; i < count; ++i) {
    visit(a, b);
    for (std::size_t d = shape.size(); d-- > 0;) {
      a += first[d];
      b += second[d];
      if (++index[d] < shape[d]) break;
      a -= first[d] * static_cast<std::int64_t>(shape[d]);
      b -= second[d] * static_cast<std::int64_t>(shape[d]);
      index[d] = 0;
    }
  }
}

/// The tensor of `shape` whose elements are read from `source` with these strides, from `offset` on.
Value strided_copy(const Value& source, const Shape& shape, const Integers& strides, std::int64_t offset = 0);

/// Copies the source's blocks of `row` elements, one after another, into the target's blocks of `rows`
/// elements, each from element `at` of its block on.
void copy_rows(const Value& source, std::size_t row, Value& target, std::size_t at, std::size_t rows);

/// The slices of `data` at `positions` along an axis; `positions_shape` takes the place of that dimension.
/// Throws UserError "<what>: ..." when the result has too many elements.
Value take(const Value& data, std::size_t axis, const Integers& positions, const Shape& positions_shape,
           const std::string& what);

}  // namespace scnnsim
