// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "traces/support/random_stream.h"
#include "traces/support/scalar.h"

namespace scnnsim {

/// How many channels, and the rows and columns of each channel's plane.
struct PatternPlanes {
  std::uint64_t channels, rows, columns;
  std::uint64_t positions() const { return rows * columns; }
  std::uint64_t size() const { return channels * positions(); }
};

/// Where generated activations are not zero. A new pattern is a file beside this one and a row in
/// registry.cpp.
class ActivationPattern {
 public:
  virtual ~ActivationPattern() = default;
  /// One mark per activation, (C, H, W): exactly `nonzeros` ones, the rest zeros.
  virtual std::vector<std::uint8_t> draw(const PatternPlanes& planes, std::uint64_t nonzeros,
                                         RandomStream& random) const = 0;
};

/// Parameters of all patterns, by the meanings of pattern_parameters(); each pattern uses its own. An absent
/// one has the pattern's default.
struct PatternOptions {
  std::optional<double> concentration, spectrum, shared, border;

  auto fields() const { return std::tie(concentration, spectrum, shared, border); }
};

/// A parameter of patterns, on command lines (--name), in network files and in provenance (name).
struct PatternParameter {
  const char* name;
  std::optional<double> PatternOptions::*member;
  ValueRange<double> range;
  const char* meaning;
};
const std::vector<PatternParameter>& pattern_parameters();

/// A default that follows the planes is described instead of given.
struct PatternDefault {
  const PatternParameter* parameter;
  std::optional<double> value;
  std::string text;  ///< the value, or what it follows
};

/// The parameters that a pattern takes, with their defaults. Throws UserError for an unknown name, prefixed
/// with `where`.
const std::vector<PatternDefault>& pattern_defaults(const std::string& pattern, const std::string& where);

/// "1.5", or a description of what the value follows: the given value or the default, as provenance has it.
/// A pattern without this parameter: the default of the first pattern that takes it.
std::string pattern_value(const std::string& pattern, const PatternOptions& options,
                          const PatternParameter& parameter);

/// The pattern of that name. Throws UserError for an unknown name, prefixed with `where`.
std::unique_ptr<ActivationPattern> make_activation_pattern(const std::string& name,
                                                           const PatternOptions& options,
                                                           const std::string& where);
std::vector<std::string> activation_pattern_names();
/// Names of the patterns that take a parameter.
std::vector<std::string> patterns_with(const PatternParameter& parameter);

// Factories, one per file. Their options are complete, but for defaults that follow the planes.
std::unique_ptr<ActivationPattern> make_uniform_pattern(const PatternOptions& options);
std::unique_ptr<ActivationPattern> make_clustered_pattern(const PatternOptions& options);
std::unique_ptr<ActivationPattern> make_correlated_pattern(const PatternOptions& options);

/// Default of the concentration of `correlated`: channels differ more in layers with more activations,
/// 600 / sqrt(C x H x W), at least 0.01. Measured on trained networks: see configs/published/README.md.
double channel_concentration(const PatternPlanes& planes);
inline constexpr const char* channel_concentration_text = "600/sqrt(size)";

/// Default of the share of variance that the channels of a layer have in common. It is smaller in layers with
/// more activations: 2 / cbrt(C x H x W), at most 0.5. Measured on trained networks: see
/// configs/published/README.md.
double shared_share(const PatternPlanes& planes);
inline constexpr const char* shared_share_text = "2/cbrt(size)";

}  // namespace scnnsim
