// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/trace/pattern_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/support/error.h"

namespace scnnsim {

void add_pattern_options(CommandLine& command, const std::string& otherwise) {
  command.value("activation-pattern", "NAME",
                fmt::format("where the non-zeros of activations lie: {} (default: {})",
                            fmt::join(activation_pattern_names(), " or "), otherwise));
  for (const PatternParameter& parameter : pattern_parameters()) {
    std::vector<std::string> defaults;
    for (const std::string& pattern : patterns_with(parameter))
      defaults.push_back(fmt::format("{}: {}", pattern, pattern_value(pattern, {}, parameter)));
    command.value(parameter.name, "X",
                  fmt::format("{} (default: {})", parameter.meaning, fmt::join(defaults, ", ")));
  }
}

bool gives_pattern(const CommandLine& command) {
  const auto& all = pattern_parameters();
  return command.given("activation-pattern") ||
         std::any_of(all.begin(), all.end(),
                     [&](const PatternParameter& parameter) { return command.given(parameter.name); });
}

void read_pattern(const CommandLine& command, GenerateOptions& generate) {
  if (const auto pattern = command.find<std::string>("activation-pattern"))
    generate.activation_pattern = pattern;
  const std::string pattern = activation_pattern(generate);
  pattern_defaults(pattern, command.where("activation-pattern"));
  for (const PatternParameter& parameter : pattern_parameters()) {
    const auto given = command.find<double>(parameter.name, parameter.range);
    if (!given) continue;
    const std::vector<std::string> takers = patterns_with(parameter);
    if (std::find(takers.begin(), takers.end(), pattern) == takers.end())
      throw UserError(fmt::format("{}: the pattern {} has none; --activation-pattern {} has one",
                                  command.where(parameter.name), pattern, fmt::join(takers, " or ")));
    generate.pattern.*parameter.member = given;
  }
}

}  // namespace scnnsim
