// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/granularity/granularity_plan.h"

/// What the study's figures have in common: the colour says the granularity, mark, dashes and filling say the
/// machine.
namespace scnnsim::trained {

/// Okabe and Ito's colours, those of neighbouring granularities far apart.
std::string colour_of(const Granularity& granularity);

/// Rows of the legend: scnn, scnn merged, and the machines that are built for one granularity.
enum class MachineKind { plain, merged, own };
MachineKind kind_of(const StudyMachine& machine);

/// gnuplot's filling of a bar: full, striped, light.
std::string filling_of(const StudyMachine& machine);

/// gnuplot draws neighbouring arrows of one colour and width with the dashes of the first: each has its own.
struct LineStyle {
  const char* dash;
  double width;
  int point;  ///< gnuplot's number
  double point_size;
};
LineStyle style_of(const StudyMachine& machine);

/// Commands that all of the study's figures begin with.
inline constexpr const char* study_frame =
    "set border 3 linecolor \"#555555\"\n"
    "set tics nomirror\n"
    "set grid ytics linetype 1 linecolor \"#dddddd\"\n"
    "unset key\n";

/// Samples above the panels: a column per granularity, a row per kind of machine.
class StudyLegend {
 public:
  enum class Sample { box, line };
  /// `rows`: granularities on machines. `height` of the figure in pixels.
  StudyLegend(Sample sample, std::vector<StudyRow> rows, unsigned height);

  /// A remark below the samples.
  void add_note(std::string note) { notes_.push_back(std::move(note)); }
  /// Commands that draw it.
  std::string script() const;
  /// What it takes at the top, in pixels.
  double depth() const;

 private:
  std::string sample_at(const StudyRow& row, double x, double y) const;
  std::string text_at(const std::string& text, double x, double row) const;
  double y_of(double row) const;
  std::vector<Granularity> columns() const;
  std::vector<MachineKind> kinds() const;

  Sample sample_;
  std::vector<StudyRow> rows_;
  unsigned height_;
  std::vector<std::string> notes_;
};

}  // namespace scnnsim::trained
