// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "traces/generate.h"
#include "traces/support/enum_names.h"
#include "traces/support/scalar.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// How a simulated number is held against a published one.
enum class Comparison {
  relative,  ///< deviation = simulated / published - 1
  absolute,  ///< deviation = simulated - published
  range,     ///< deviation = distance to the nearest end of a range, 0 inside
  shown      ///< printed side by side, without a target; deviation as relative
};
template <>
struct EnumNames<Comparison> {
  static constexpr std::array<std::string_view, 4> names{"relative", "absolute", "range", "shown"};
};

/// How surely a published number is known.
enum class PublishedStatus {
  V,  ///< read in the text
  F,  ///< read off the paper's vector figures
  D,  ///< derived from those
  M,  ///< as recalled, unverified
  O   ///< measured by this project, when the data were committed
};
template <>
struct EnumNames<PublishedStatus> {
  static constexpr std::array<std::string_view, 5> names{"V", "F", "D", "M", "O"};
};

/// What is formed of the absolute deviations of a figure's rows.
enum class Aggregate { median, mean_absolute, worst };
template <>
struct EnumNames<Aggregate> {
  static constexpr std::array<std::string_view, 3> names{"median", "mean_absolute", "worst"};
};

/// A target that is missed and why.
struct KnownMiss {
  std::string why;   ///< empty: it is not
  double up_to = 0;  ///< the largest absolute deviation that this explains
};

/// One published number.
struct PublishedRow {
  std::string network;
  std::string item;  ///< layer, module, density ...
  double value = 0;
  PublishedStatus status = PublishedStatus::V;
  Comparison comparison = Comparison::shown;
  std::optional<double> tolerance;          ///< largest absolute deviation; none: no target of its own
  std::optional<ValueRange<double>> range;  ///< of `range`
  KnownMiss known_miss;
  std::string place;  ///< "file:line"
};

/// An aggregate of a figure's rows, with a bound or without.
struct PublishedAggregate {
  Aggregate measure = Aggregate::median;
  std::optional<double> tolerance;  ///< none: shown
  KnownMiss known_miss;
};

/// Where the non-zeros of an experiment's activations lie: names of patterns (traces/patterns).
struct PublishedActivations {
  std::string judged = default_activation_pattern;  ///< targets are about figures that have this one
  std::string beside = {};                          ///< shown beside them; empty: none
};

/// A figure, or a column of a table, of a paper.
struct PublishedFigure {
  std::string id, title, unit, source;
  Comparison comparison = Comparison::shown;
  std::vector<PublishedAggregate> aggregates;
  std::vector<PublishedRow> rows;
  std::string place;  ///< "file:line"

  /// The row, or nullptr.
  const PublishedRow* find(const std::string& network, const std::string& item) const;
  /// The row; throws UserError naming file, line, figure and row when it is missing.
  const PublishedRow& at(const std::string& network, const std::string& item) const;
};

/// A file of configs/published.
struct PublishedData {
  std::string paper;
  std::string place;                  ///< the file
  std::vector<std::string> held_out;  ///< networks that no value was fitted on
  PublishedActivations activations;
  std::vector<PublishedFigure> figures;

  /// Throws UserError naming file, line, figure and row for an unknown key, a figure or a row given twice, a
  /// comparison without its tolerance or range where it needs one, a known miss without its reason or bound,
  /// a network held out that has no row, an unknown pattern of activations.
  static PublishedData read(const YamlNode& document);
  /// A name in a folder of configs/ ("scnn2017" in published) or a file; see means_file.
  static PublishedData load(const std::string& name_or_file, const std::string& folder = "published");

  const PublishedFigure* find(const std::string& id) const;
  /// Throws UserError naming the file when it is missing.
  const PublishedFigure& at(const std::string& id) const;
};

}  // namespace scnnsim
