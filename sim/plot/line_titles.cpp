// SPDX-License-Identifier: Apache-2.0
#include "sim/plot/line_titles.h"

#include <fmt/format.h>

#include "sim/sweep/report/point_axes.h"
#include "traces/support/scalar.h"

namespace scnnsim {

std::string line_title(const SweepPoint& point, const std::vector<std::string>& axes) {
  std::string title;
  for (const std::string& axis : axes) {
    const std::string* const value = axis_value(point, axis);
    if (value == nullptr) continue;
    const bool needs_name = axis.find('.') != std::string::npos || detail::parse_number<double>(*value);
    if (!title.empty()) title += ", ";
    title += needs_name ? fmt::format("{} = {}", axis, *value) : *value;
  }
  return title;
}

}  // namespace scnnsim
