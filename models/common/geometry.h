// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

namespace scnnsim {

/// Positions begin ... end - 1 along one dimension of a plane.
struct Range {
  std::int64_t begin = 0, end = 0;

  std::int64_t size() const { return end - begin; }
  bool empty() const { return end <= begin; }
  bool contains(std::int64_t position) const { return position >= begin && position < end; }
  bool operator==(const Range& other) const { return begin == other.begin && end == other.end; }
};

/// Intersection of two ranges. An empty intersection is {b, b}.
inline Range intersect(Range a, Range b) {
  const std::int64_t begin = std::max(a.begin, b.begin);
  return {begin, std::max(begin, std::min(a.end, b.end))};
}

/// A rectangle of a plane.
struct Rectangle {
  Range rows, columns;

  std::int64_t area() const { return empty() ? 0 : rows.size() * columns.size(); }
  bool empty() const { return rows.empty() || columns.empty(); }
};

inline Rectangle intersect(const Rectangle& a, const Rectangle& b) {
  return {intersect(a.rows, b.rows), intersect(a.columns, b.columns)};
}

template <class T>
constexpr T ceil_divide(T numerator, T denominator) {
  return (numerator + denominator - 1) / denominator;
}

}  // namespace scnnsim
