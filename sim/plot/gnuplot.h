// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "traces/support/enum_names.h"

namespace scnnsim {

enum class PlotFormat { svg, pdf };
template <>
struct EnumNames<PlotFormat> {
  static constexpr std::array<std::string_view, 2> names{"svg", "pdf"};
};

/// A figure to be drawn by gnuplot: data and the commands that read them.
struct Plot {
  std::string name;  ///< of the files: name.csv, name.gp, name.svg or name.pdf
  /// CSV with a line of heads. Columns of texts come after those that the script reads: gnuplot does not know
  /// RFC 4180's doubled quotes, and would take the wrong fields after one.
  std::string data;
  std::string script;                  ///< gnuplot commands after the terminal is set; read "name.csv"
  unsigned width = 900, height = 400;  ///< in pixels; of a PDF, in 1/100 inch
  std::string note = {};               ///< what the figure does not show, for a message; empty: it shows all
};

/// The whole script: encoding, terminal without enhanced text, output, separator, and the plot's commands.
std::string gnuplot_script(const Plot& plot, PlotFormat format = PlotFormat::svg);

/// Writes name.csv and name.gp into `folder`, so that the figure can be drawn again there with `gnuplot
/// name.gp`, and draws name.svg or name.pdf. Returns what went wrong with drawing, with gnuplot's own message
/// in indented lines, empty when it is drawn; data and script stay, no half figure does. Throws UserError
/// when a file cannot be written.
std::string draw(const std::filesystem::path& folder, const Plot& plot, PlotFormat format = PlotFormat::svg);

/// Draws into one file, beside it first and then renamed; nothing else is left. Throws UserError when gnuplot
/// is not installed or the file cannot be written, SimulationError with gnuplot's message when it fails.
void draw_file(const std::filesystem::path& file, const Plot& plot, PlotFormat format);

/// draw() for each; returns what could not be drawn, and why; empty if all was.
std::string draw_all(const std::filesystem::path& folder, const std::vector<Plot>& plots);

}  // namespace scnnsim
