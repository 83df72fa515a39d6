// SPDX-License-Identifier: Apache-2.0
#include "sim/plot/plot_style.h"

#include <fmt/format.h>

#include <cmath>

namespace scnnsim {

const std::vector<std::string>& plot_colours() {
  static const std::vector<std::string> colours{"#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9",
                                                "#D55E00", "#F0E442", "#999999", "#332288"};
  return colours;
}

const std::vector<std::string>& stacked_colours() {
  static const std::vector<std::string> colours{"#0072B2", "#EEA820", "#009E73", "#88CCEE", "#882255",
                                                "#E0661A", "#F0E442", "#332288", "#CC79A7"};
  return colours;
}

const std::vector<int>& point_types() {
  static const std::vector<int> types{7, 5, 9, 11, 13, 6, 4, 8, 10};
  return types;
}

std::string plot_frame(bool legend_above) {
  return std::string(
             "set border 3 linecolor \"#555555\"\n"
             "set tics nomirror\n"
             "set grid ytics linetype 1 linecolor \"#dddddd\"\n"
             "set style fill solid 1.0\n") +
         (legend_above ? "set key above left horizontal Left reverse samplen 2\n"
                       : "set key outside right center vertical Left reverse invert samplen 1.5\n");
}

std::string logarithmic_tics(double least, double most) {
  constexpr double most_decades = 3;
  const bool is_long = most > least * std::pow(10, most_decades);
  std::string tics;
  for (int power = static_cast<int>(std::floor(std::log10(least))); std::pow(10, power) <= most; ++power)
    for (const int digit : {1, 2, 5}) {
      const double value = digit * std::pow(10, power);
      if (value < least || value > most || (is_long && digit > 1)) continue;
      tics += fmt::format("{}\"{:g}\" {:g}", tics.empty() ? "" : ", ", value, value);
    }
  return tics;
}

PlotUnit plot_unit(const std::string& unit, double most) {
  struct Step {
    double size;
    const char *of_energy, *of_others;
  };
  constexpr Step steps[] = {
      {1e12, "J", "trillion "}, {1e9, "mJ", "billion "}, {1e6, "µJ", "million "}, {1e3, "nJ", "thousand "}};
  for (const Step& step : steps)
    if (most >= step.size)
      return {step.size, unit == "pJ"  ? step.of_energy
                         : unit == "B" ? std::string(step.of_others) + "bytes"
                                       : step.of_others + unit};
  return {1, unit};
}

}  // namespace scnnsim
