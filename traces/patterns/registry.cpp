// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "traces/patterns/activation_pattern.h"
#include "traces/support/error.h"
#include "traces/support/nearest_name.h"

namespace scnnsim {

namespace {

using Factory = std::unique_ptr<ActivationPattern> (*)(const PatternOptions&);

const std::vector<std::pair<std::string, Factory>>& factories() {
  static const std::vector<std::pair<std::string, Factory>> all{
      {"uniform", make_uniform_pattern},
      {"clustered", make_clustered_pattern},
  };
  return all;
}

}  // namespace

std::unique_ptr<ActivationPattern> make_activation_pattern(const std::string& name,
                                                           const PatternOptions& options,
                                                           const std::string& where) {
  for (const auto& [known, make] : factories())
    if (known == name) return make(options);
  throw UserError(where + ": " + unknown_name("pattern", name, "known patterns", activation_pattern_names()));
}

std::vector<std::string> activation_pattern_names() {
  std::vector<std::string> names;
  for (const auto& [name, make] : factories()) names.push_back(name);
  return names;
}

}  // namespace scnnsim
