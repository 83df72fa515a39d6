// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/sweep/plan/sweep_point.h"
#include "sim/tables/table.h"

namespace scnnsim {

/// A figure of a point; null where it is not known, as of a point that is not done.
struct SweepColumn {
  TableColumn shown;
  std::function<nlohmann::ordered_json(const SweepPoint&)> get;
};

/// Figures by name: area_mm2 and all figures of results that have totals; `area`, `energy` and `utilization`
/// stand for area_mm2, energy_pj and multiplier_utilization. `option` for messages: "--columns". Throws
/// UserError for an unknown name.
std::vector<SweepColumn> sweep_figures(const std::vector<std::string>& names, const std::string& option);

/// Point number, and whatever has more than one value: network, architecture, axes. Axes that points lack are
/// null.
std::vector<SweepColumn> sweep_identity(const std::vector<SweepPoint>& points,
                                        const std::vector<std::string>& axes);

/// The point's value of an axis, or of `network` and `architecture`, null when it has none.
const std::string* axis_value(const SweepPoint& point, const std::string& axis);

/// Axes, and network and architecture unless they are axes.
std::vector<std::string> all_axes(std::vector<std::string> axes);

/// Those of the axes that have more than one value.
std::vector<std::string> varying_axes(const std::vector<SweepPoint>& points,
                                      const std::vector<std::string>& axes);

/// Those of the axes that follow `axis`, as in a `zip`: each of its values comes with one value of theirs.
/// Not having a value is one, too.
std::vector<std::string> tied_axes(const std::vector<SweepPoint>& points,
                                   const std::vector<std::string>& axes, const std::string& axis);

/// For people: of each dotted name the shortest tail that no other of them ends with. "rows", but
/// "weight_fifo.entries" beside "accumulator.entries".
std::vector<std::string> axis_titles(const std::vector<std::string>& axes);

/// The number that a figure is, or nothing.
std::optional<double> number_of(const nlohmann::ordered_json& cell);

}  // namespace scnnsim
