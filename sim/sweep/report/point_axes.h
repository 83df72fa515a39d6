// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/sweep/plan/sweep_point.h"

namespace scnnsim {

/// The point's value of an axis, or of `network` and `architecture`, null when it has none.
const std::string* axis_value(const SweepPoint& point, const std::string& axis);

/// Axes, and network and architecture unless they are axes.
std::vector<std::string> all_axes(std::vector<std::string> axes);

/// The axes that have more than one value.
std::vector<std::string> varying_axes(const std::vector<SweepPoint>& points,
                                      const std::vector<std::string>& axes);

/// Of the axes that have more than one value, those that say what is computed: trace, network, granularity,
/// densities, seed and so on. Points that differ in them do not compare as machines do.
std::vector<std::string> workload_axes(const std::vector<SweepPoint>& points,
                                       const std::vector<std::string>& axes);

/// The point's values of these axes; empty for those that it lacks.
std::vector<std::string> values_on(const SweepPoint& point, const std::vector<std::string>& axes);

/// The axes that follow `axis`, as in a `zip`: each value of `axis` occurs with one value of theirs. Lacking
/// a value counts as a value.
std::vector<std::string> tied_axes(const std::vector<SweepPoint>& points,
                                   const std::vector<std::string>& axes, const std::string& axis);

/// Short names for people: the shortest dotted tail of each name that no other name ends with. "rows", but
/// "weight_fifo.entries" beside "accumulator.entries".
std::vector<std::string> axis_titles(const std::vector<std::string>& axes);

/// "pe_array.rows=4": an axis, network, architecture or status, and the value wanted. Throws UserError that
/// names `option` for anything else.
std::pair<std::string, std::string> parse_condition(const std::string& text, const std::string& option,
                                                    const std::vector<std::string>& axes);

/// Whether a point has that value of the axis; numbers may be written in different ways (1e1, 10).
bool meets(const SweepPoint& point, const std::string& axis, const std::string& wanted);

/// The points that meet every condition. Throws UserError for an unknown axis, a value that no point has, and
/// when no point is left.
std::vector<SweepPoint> select_points(std::vector<SweepPoint> points, const std::vector<std::string>& axes,
                                      const std::vector<std::string>& conditions);

}  // namespace scnnsim
