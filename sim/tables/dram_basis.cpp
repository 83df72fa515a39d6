// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/dram_basis.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

namespace scnnsim {
namespace {

using Names = std::vector<std::string>;
using NameOf = std::function<std::string(const LabelledLayers&, const LayerResult&)>;

void add_once(Names& names, std::string name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
}

bool has_common(const Names& left, const Names& right) {
  return std::any_of(left.begin(), left.end(), [&](const std::string& name) {
    return std::find(right.begin(), right.end(), name) != right.end();
  });
}

}  // namespace

bool is_dram_by_command(const LayerResult& layer) {
  return layer.energy_pj.count("dram_activate") > 0 || layer.energy_pj.count(total_with_dram_commands) > 0;
}

DramBases dram_bases(const std::vector<LabelledLayers>& runs) {
  const NameOf namings[] = {
      [](const LabelledLayers&, const LayerResult& layer) { return layer.architecture; },
      [](const LabelledLayers& run, const LayerResult&) { return run.label; },
      [](const LabelledLayers& run, const LayerResult& layer) {
        return fmt::format("{} of {}", layer.architecture, run.label);
      }};
  Names by_command, by_bit;
  for (const NameOf& name_of : namings) {
    by_command.clear(), by_bit.clear();
    for (const LabelledLayers& run : runs)
      for (const LayerResult& layer : run.layers)
        if (!layer.energy_pj.empty())
          add_once(is_dram_by_command(layer) ? by_command : by_bit, name_of(run, layer));
    if (!has_common(by_command, by_bit)) break;
  }
  return {fmt::format("{}", fmt::join(by_command, ", ")), fmt::format("{}", fmt::join(by_bit, ", "))};
}

std::string dram_caption(const DramBases& bases) {
  if (bases.by_command.empty()) return "";
  if (bases.by_bit.empty()) return "; DRAM energy by commands";
  return fmt::format("; DRAM energy by commands for {}, by bits for {}: not comparable", bases.by_command,
                     bases.by_bit);
}

}  // namespace scnnsim
