// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "traces/patterns/activation_pattern.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

struct Pattern {
  const char* name;
  std::unique_ptr<ActivationPattern> (*make)(const PatternOptions&);
  std::vector<PatternDefault> defaults;
};

enum Parameter : std::size_t { concentration, spectrum, shared, border };

PatternDefault number(Parameter parameter, double value) {
  return {&pattern_parameters()[parameter], value, fmt::format("{}", value)};
}

/// Sources of the defaults: configs/published/README.md.
const std::vector<Pattern>& patterns() {
  static const std::vector<Pattern> all{
      {"uniform", make_uniform_pattern, {}},
      {"clustered", make_clustered_pattern, {number(concentration, 1.5)}},
      {"correlated",
       make_correlated_pattern,
       {{&pattern_parameters()[concentration], std::nullopt, channel_concentration_text},
        number(spectrum, 1),
        {&pattern_parameters()[shared], std::nullopt, shared_share_text},
        number(border, 0.04)}},
  };
  return all;
}

const Pattern& find_pattern(const std::string& name, const std::string& where) {
  for (const Pattern& pattern : patterns())
    if (pattern.name == name) return pattern;
  throw UserError(where + ": " + unknown_name("pattern", name, "known patterns", activation_pattern_names()));
}

const PatternDefault* find_default(const Pattern& pattern, const PatternParameter& parameter) {
  const auto found = std::find_if(pattern.defaults.begin(), pattern.defaults.end(),
                                  [&](const PatternDefault& one) { return one.parameter == &parameter; });
  return found == pattern.defaults.end() ? nullptr : &*found;
}

}  // namespace

const std::vector<PatternParameter>& pattern_parameters() {
  static const std::vector<PatternParameter> all{
      {"concentration",
       &PatternOptions::concentration,
       {0.01, 1e6},
       "alpha + beta of the channel densities' Beta distribution"},
      {"spectrum",
       &PatternOptions::spectrum,
       {0, 4},
       "exponent e of the fields that order the positions of a channel: amplitude k^-e at spatial frequency "
       "k"},
      {"shared",
       &PatternOptions::shared,
       {0, 1},
       "share of the fields' variance that all channels have in common"},
      {"border",
       &PatternOptions::border,
       {-5, 5},
       "what is added to the fields in the outermost rows and columns, in standard deviations"},
  };
  return all;
}

const std::vector<PatternDefault>& pattern_defaults(const std::string& pattern, const std::string& where) {
  return find_pattern(pattern, where).defaults;
}

std::string pattern_value(const std::string& name, const PatternOptions& options,
                          const PatternParameter& parameter) {
  if (const auto& given = options.*parameter.member) return fmt::format("{}", *given);
  if (const PatternDefault* own = find_default(find_pattern(name, "pattern"), parameter)) return own->text;
  return find_default(find_pattern(patterns_with(parameter).front(), "pattern"), parameter)->text;
}

std::unique_ptr<ActivationPattern> make_activation_pattern(const std::string& name,
                                                           const PatternOptions& options,
                                                           const std::string& where) {
  const Pattern& pattern = find_pattern(name, where);
  PatternOptions complete = options;
  for (const PatternDefault& one : pattern.defaults) {
    std::optional<double>& value = complete.*one.parameter->member;
    if (!value) value = one.value;
  }
  return pattern.make(complete);
}

std::vector<std::string> activation_pattern_names() {
  std::vector<std::string> names;
  for (const Pattern& pattern : patterns()) names.emplace_back(pattern.name);
  return names;
}

std::vector<std::string> patterns_with(const PatternParameter& parameter) {
  std::vector<std::string> names;
  for (const Pattern& pattern : patterns())
    if (find_default(pattern, parameter) != nullptr) names.emplace_back(pattern.name);
  return names;
}

double channel_concentration(const PatternPlanes& planes) {
  return std::max(0.01, 600 / std::sqrt(static_cast<double>(planes.size())));
}

double shared_share(const PatternPlanes& planes) {
  return std::min(0.5, 2 / std::cbrt(static_cast<double>(planes.size())));
}

}  // namespace scnnsim
