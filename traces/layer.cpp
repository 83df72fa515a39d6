// SPDX-License-Identifier: Apache-2.0
#include "traces/layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "traces/support/error.h"

namespace scnnsim {

namespace {

constexpr std::uint32_t largest_dimension = 1u << 20;
constexpr std::uint64_t largest_tensor = std::uint64_t{1} << 32;

struct Dimension {
  const char* name;
  std::uint32_t value;
};

void check_dimensions(const LayerShape& s, const std::string& where) {
  for (const auto& [name, value] :
       {Dimension{"C", s.C}, Dimension{"K", s.K}, Dimension{"H", s.H}, Dimension{"W", s.W},
        Dimension{"R", s.R}, Dimension{"S", s.S}, Dimension{"stride", s.stride_h},
        Dimension{"stride", s.stride_w}, Dimension{"dilation", s.dilation_h},
        Dimension{"dilation", s.dilation_w}, Dimension{"groups", s.groups}})
    if (value < 1 || value > largest_dimension)
      throw UserError(fmt::format("{}: {}: got {}, expected an integer in 1 ... {}", where, name, value,
                                  largest_dimension));
  for (const std::uint32_t pad : {s.pad_top, s.pad_left, s.pad_bottom, s.pad_right})
    if (pad > largest_dimension)
      throw UserError(
          fmt::format("{}: pad: got {}, expected an integer in 0 ... {}", where, pad, largest_dimension));
}

/// Refuses products that would overflow, or exhaust the memory, long before a file is looked at.
void check_tensor(const char* name, std::initializer_list<std::uint64_t> dimensions,
                  const std::string& where) {
  std::uint64_t elements = 1;
  for (const std::uint64_t dimension : dimensions) {
    elements *= dimension;
    if (elements > largest_tensor)
      throw UserError(fmt::format("{}: the {} of shape ({}) would have more than {} elements", where, name,
                                  fmt::join(dimensions, ", "), largest_tensor));
  }
}

void check_extent(const char* filter, const char* plane, std::uint64_t span, std::uint64_t padded,
                  const std::string& where) {
  if (span > padded)
    throw UserError(fmt::format(
        "{}: {}: the filter, dilated, spans {} positions, more than the {} of the padded plane ({})", where,
        filter, span, padded, plane));
}

}  // namespace

bool LayerDescription::rectifies() const {
  return std::any_of(after.begin(), after.end(),
                     [](const std::string& one) { return one == "relu" || one == "relu6"; });
}

void check_shape(const LayerShape& s, const std::string& where) {
  check_dimensions(s, where);
  if (s.C % s.groups != 0 || s.K % s.groups != 0)
    throw UserError(fmt::format("{}: groups: got {}, expected a divisor of C = {} and K = {}", where,
                                s.groups, s.C, s.K));
  const std::uint64_t rows = std::uint64_t{s.H} + s.pad_top + s.pad_bottom;
  const std::uint64_t columns = std::uint64_t{s.W} + s.pad_left + s.pad_right;
  check_extent("R", "H", std::uint64_t{s.dilation_h} * (s.R - 1) + 1, rows, where);
  check_extent("S", "W", std::uint64_t{s.dilation_w} * (s.S - 1) + 1, columns, where);
  check_tensor("padded activations", {s.C, rows, columns}, where);
  check_tensor("weights", {s.K, s.channels_per_group(), s.R, s.S}, where);
  check_tensor("output", {s.K, s.P(), s.Q()}, where);
}

}  // namespace scnnsim
