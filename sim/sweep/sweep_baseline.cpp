// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/sweep_baseline.h"

#include <fmt/format.h>

#include "sim/sweep/select_points.h"
#include "sim/sweep/sweep_columns.h"
#include "traces/error.h"
#include "traces/scalar.h"

namespace scnnsim {

SweepBaseline::SweepBaseline(const std::vector<SweepPoint>& points, const std::vector<std::string>& axes,
                             const std::string& chosen) {
  std::string wanted;
  if (chosen.find('=') == std::string::npos) {
    parse_scalar<std::uint64_t>(chosen, "--baseline: a point's number or AXIS=VALUE",
                                ValueRange<std::uint64_t>{1, points.empty() ? 1 : points.back().number});
    axes_ = {"network"};
    axis_ = "point";
  } else {
    axes_ = all_axes(axes);
    std::tie(axis_, wanted) = parse_condition(chosen, "--baseline", axes);
  }
  for (const SweepPoint& point : points) {
    if (!point.total) continue;
    const std::string* const value = axis_value(point, axis_);
    const bool is_it =
        axis_ == "point" ? std::to_string(point.number) == chosen : value != nullptr && *value == wanted;
    if (is_it) of_.emplace(key_of(point), &point);
  }
  if (of_.empty()) throw UserError(fmt::format("--baseline: got {:?}, but no such point is done", chosen));
}

std::string SweepBaseline::key_of(const SweepPoint& point) const {
  std::string key;
  for (const std::string& axis : axes_) {
    if (axis == axis_) continue;
    const std::string* const value = axis_value(point, axis);
    key += (value ? "=" + *value : "") + '\n';
  }
  return key;
}

const SweepPoint* SweepBaseline::find(const SweepPoint& point) const {
  const auto found = of_.find(key_of(point));
  return found == of_.end() ? nullptr : found->second;
}

}  // namespace scnnsim
