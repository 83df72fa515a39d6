// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "traces/support/random_stream.h"

namespace scnnsim {

/// How many channels, and positions in each channel's plane.
struct PatternPlanes {
  std::uint64_t channels, positions;
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

/// Parameters of all patterns; each uses its own.
struct PatternOptions {
  double concentration = 1.5;  ///< clustered: alpha + beta of the channel densities' Beta distribution
};

/// The pattern of that name. Throws UserError for an unknown name, prefixed with `where`.
std::unique_ptr<ActivationPattern> make_activation_pattern(const std::string& name,
                                                           const PatternOptions& options,
                                                           const std::string& where);
std::vector<std::string> activation_pattern_names();

// Factories, one per file.
std::unique_ptr<ActivationPattern> make_uniform_pattern(const PatternOptions& options);
std::unique_ptr<ActivationPattern> make_clustered_pattern(const PatternOptions& options);

}  // namespace scnnsim
