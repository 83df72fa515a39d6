// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/plot/gnuplot.h"

namespace scnnsim {

/// Axis of a scatter.
struct ScatterAxis {
  std::string label;
  double least = 0, most = 1;
  bool is_logarithmic = false;
};

/// An axis that spans the values with a margin. One that is not logarithmic does not begin below zero.
ScatterAxis axis_around(const std::string& label, const std::vector<double>& values,
                        bool is_logarithmic = false);

/// Where a label stands from its mark: -1, 0 or 1 to the right and downwards.
struct LabelSide {
  int right, down;
};

/// Frame of a scatter whose area has a known place in the figure, so that labels stand where they run into no
/// mark, line or other label. All of these have to be added first; labels take their places in the order in
/// which they come.
class ScatterFrame {
 public:
  /// `legend_rows`: entries of the legend above the area. `area_height` in pixels.
  ScatterFrame(ScatterAxis x, ScatterAxis y, std::size_t legend_rows, unsigned area_height = 300);

  const ScatterAxis& x() const { return x_; }
  const ScatterAxis& y() const { return y_; }
  void add_mark(double x, double y);
  void add_line(double x1, double y1, double x2, double y2);
  /// Puts a label on the first of the sides where it has room. Returns whether there was one.
  bool add_label(double x, double y, const std::string& text, const std::vector<LabelSide>& sides);
  /// Puts a label where it has room, as near as it can be, with a line to its mark. Returns whether there was
  /// room.
  bool add_far_label(double x, double y, const std::string& text);

  /// Texts in columns to the right of the area, which widen the figure.
  void add_list(const std::vector<std::string>& texts);

  /// The figure's size, and the commands that come before its curves.
  Plot begin(const std::string& name) const;

 private:
  struct Pixel {
    double x, y;  ///< from the figure's left and upper edges
  };
  struct Box {
    double left, top, right, bottom;
  };
  struct Segment {
    Pixel from, to;
  };
  struct Label {
    Pixel at;
    std::string text;
    const char* justified;
  };
  Pixel pixel_of(double x, double y) const;
  Box box_beside(Pixel mark, LabelSide side, const std::string& text) const;
  bool is_free(const Box& box) const;
  static bool overlap(const Box& a, const Box& b);
  static bool crosses(const Segment& line, const Box& box);

  ScatterAxis x_, y_;
  Box area_;
  std::vector<Box> taken_;
  std::vector<Segment> lines_;
  std::vector<Label> labels_;
  std::vector<Segment> leaders_;  ///< from far labels to their marks; labels may stand on them
  double right_;                  ///< the figure's right edge
};

}  // namespace scnnsim
