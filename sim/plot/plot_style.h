// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace scnnsim {

/// Colours that people with any kind of colour vision can tell apart (Okabe and Ito 2008), grey
/// and indigo.
const std::vector<std::string>& plot_colours();

/// Colours of parts that stand on each other: as above, and every one of another lightness, neighbours of
/// very different ones, so that they differ in grey print.
const std::vector<std::string>& stacked_colours();
/// Of a part that is no part of the work, on top of the others.
inline constexpr const char* grey_colour = "#e6e6e6";

/// gnuplot's marks that differ most, one per colour.
const std::vector<int>& point_types();

/// Commands that all figures begin with: axes below and left, light horizontal lines, legend beside or above
/// the data, never on it.
std::string plot_frame(bool legend_above);

/// Tics of a logarithmic axis as a script lists them: 1, 2, 5, 10 ... from `least` to `most`, powers of ten
/// alone on a long axis. gnuplot would write powers of ten alone on any.
std::string logarithmic_tics(double least, double most);

/// Numbers divided by `divisor` are in `unit`.
struct PlotUnit {
  double divisor;
  std::string unit;
};
/// The unit in which `most` has one to three digits: of "PE-cycles", "million PE-cycles"; of "pJ", "uJ" and
/// so on.
PlotUnit plot_unit(const std::string& unit, double most);

}  // namespace scnnsim
