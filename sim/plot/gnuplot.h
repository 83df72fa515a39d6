// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace scnnsim {

/// A figure to be drawn by gnuplot: data and the commands that read them.
struct Plot {
  std::string name;                    ///< of the files: name.csv, name.gp, name.svg
  std::string data;                    ///< CSV with a line of heads
  std::string script;                  ///< gnuplot commands after the terminal is set; read "name.csv"
  unsigned width = 900, height = 400;  ///< of the SVG, in pixels
};

/// A double-quoted gnuplot string without enhanced-text meaning: underscores and braces are escaped.
std::string gnuplot_quote(const std::string& text);

/// The whole script: output, terminal, separator, and the plot's commands.
std::string gnuplot_script(const Plot& plot);

/// Writes name.csv and name.gp into `folder`, so that the figure can be drawn again there with `gnuplot
/// name.gp`, and draws name.svg. Returns what went wrong with drawing, empty when it is drawn; what was
/// written stays. Throws UserError when a file cannot be written.
std::string draw(const std::filesystem::path& folder, const Plot& plot);

/// draw() for each; returns one line that says what could not be drawn, and why; empty if all was.
std::string draw_all(const std::filesystem::path& folder, const std::vector<Plot>& plots);

}  // namespace scnnsim
