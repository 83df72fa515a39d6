// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/report/sweep_baseline.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/sweep/report/point_axes.h"
#include "sim/sweep/report/sweep_columns.h"
#include "traces/support/error.h"
#include "traces/support/scalar.h"

namespace scnnsim {
namespace {

/// The axes in which a point and its baseline agree: all but `axis` and those that follow it. The network is
/// one of them unless it is `axis` itself.
std::vector<std::string> axes_to_match(const std::vector<SweepPoint>& points, std::vector<std::string> axes,
                                       const std::string& axis) {
  std::vector<std::string> left_out = tied_axes(points, axes, axis);
  left_out.push_back(axis);
  const auto is_left_out = [&](const std::string& one) {
    const bool is_network = one == "network" && axis != "network";
    return !is_network && std::find(left_out.begin(), left_out.end(), one) != left_out.end();
  };
  axes.erase(std::remove_if(axes.begin(), axes.end(), is_left_out), axes.end());
  return axes;
}

}  // namespace

SweepBaseline::SweepBaseline(const std::vector<SweepPoint>& points, const std::vector<std::string>& axes,
                             const std::string& chosen) {
  std::string wanted;
  if (chosen.find('=') == std::string::npos) {
    parse_scalar<std::uint64_t>(chosen, "--baseline: a point's number or AXIS=VALUE",
                                ValueRange<std::uint64_t>{1, points.empty() ? 1 : points.back().number});
    axes_ = {"network"};
    axis_ = "point";
  } else {
    std::tie(axis_, wanted) = parse_condition(chosen, "--baseline", axes);
    axes_ = axes_to_match(points, all_axes(axes), axis_);
  }
  for (const SweepPoint& point : points) {
    if (!point.total) continue;
    const bool is_it =
        axis_ == "point" ? std::to_string(point.number) == chosen : meets(point, axis_, wanted);
    if (is_it) of_.emplace(key_of(point), &point);
  }
  if (of_.empty()) throw UserError(fmt::format("--baseline: got {:?}, but no such point is done", chosen));
  if (axis_ != "point") require_pairs(points, wanted, chosen);
}

void SweepBaseline::require_pairs(const std::vector<SweepPoint>& points, const std::string& wanted,
                                  const std::string& chosen) const {
  bool has_others = false;
  const SweepPoint* first = nullptr;  // of the baselines
  for (const SweepPoint& point : points) {
    if (!point.total) continue;
    const bool is_baseline = meets(point, axis_, wanted);
    if (!is_baseline && find(point)) return;
    if (is_baseline && !first) first = &point;
    has_others = has_others || !is_baseline;
  }
  if (!has_others) return;
  throw UserError(fmt::format(
      "--baseline: got {:?}, but all other points differ from its points in more than {}: expected "
      "an axis that changes alone; or give the number of the point that all are to be compared "
      "with: --baseline {}",
      chosen, axis_, first->number));
}

std::string SweepBaseline::key_of(const SweepPoint& point) const {
  std::string key;
  for (const std::string& axis : axes_) {
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
