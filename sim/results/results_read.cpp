// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sim/results/json_parse.h"
#include "sim/results/layer_json.h"
#include "sim/results/results_files.h"
#include "sim/results/results_schema.h"
#include "traces/support/error.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::uint64_t largest_file = 4ull << 30;

/// What tables need: the rest is parsed but not kept.
bool is_needed(int depth, const std::string& key) {
  return depth == 1 ? key == schema_key || key == layers_key : key != counters_key;
}

void check_schema(const Json& json, const fs::path& file) {
  if (!json.is_object() || !json.contains(schema_key))
    throw UserError(fmt::format("{}: no results of scnnsim: key {} is missing", file.string(), schema_key));
  if (json.at(schema_key) != schema_version)
    throw UserError(fmt::format("{}: {}: got {}, expected {}: written by another version of scnnsim",
                                file.string(), schema_key, json.at(schema_key).dump(), schema_version));
  if (!json.contains(layers_key) || !json.at(layers_key).is_array() || json.at(layers_key).empty())
    throw UserError(fmt::format("{}: {}: expected a list of at least one layer", file.string(), layers_key));
}

}  // namespace

LabelledLayers read_results(const fs::path& place) {
  std::error_code ignored;
  const fs::path file = fs::is_directory(place, ignored) ? place / "results.json" : place;
  const Json json = parse_json(read_file(file, largest_file), file.string(), is_needed);
  check_schema(json, file);
  LabelledLayers results{fs::absolute(file).lexically_normal().parent_path().filename().string(), {}};
  for (const Json& layer : json.at(layers_key))
    results.layers.push_back(
        layer_from_json(layer, fmt::format("{}: {}[{}]", file.string(), layers_key, results.layers.size())));
  return results;
}

}  // namespace scnnsim
