// SPDX-License-Identifier: Apache-2.0
#include "sim/results/run_labels.h"

#include <fmt/format.h>

#include <set>

namespace scnnsim {
namespace {

bool has_duplicates(const std::vector<std::string>& texts) {
  return std::set<std::string>(texts.begin(), texts.end()).size() < texts.size();
}

}  // namespace

std::vector<std::string> run_labels(std::vector<std::string> names, const std::vector<std::string>& places) {
  if (has_duplicates(names)) names = places;
  if (has_duplicates(places))
    for (std::size_t i = 0; i < names.size(); ++i) names[i] += fmt::format(" ({})", i + 1);
  return names;
}

}  // namespace scnnsim
