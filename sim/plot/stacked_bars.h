// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/plot/gnuplot.h"

namespace scnnsim {

/// A bar of stacked parts; parts that are zero everywhere get no colour.
struct StackedBar {
  std::string group;  ///< bars of a group stand together under its name
  std::string label;
  std::vector<double> parts;  ///< one per part, from below
};

struct StackedBars {
  std::string name;  ///< of the files
  std::vector<std::string> parts;
  std::vector<StackedBar> bars;
  std::string axis;            ///< "Energy"
  std::string unit;            ///< of the parts: "pJ"
  std::string grey_part = {};  ///< drawn in grey
  bool relative = false;       ///< show shares of each bar
};

/// At most as many parts as colours.
Plot stacked_bars_plot(const StackedBars& bars);

/// Names bars below and their groups above, and makes room: `bar_width` pixels per bar at least, and what the
/// names need, which are rotated where they would run together. Returns where each bar stands.
std::vector<double> add_bar_axis(Plot& plot, const std::vector<std::string>& labels,
                                 const std::vector<std::string>& groups, std::size_t bar_width);

}  // namespace scnnsim
