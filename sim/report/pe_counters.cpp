// SPDX-License-Identifier: Apache-2.0
#include "sim/report/pe_counters.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "sim/layer/group_counters.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using ParsedJson = nlohmann::json;

constexpr std::uint64_t largest_count = 1'000'000'000'000'000'000;

/// Takes "_<number>" off the end of a name.
std::optional<std::uint32_t> take_index(std::string& name) {
  const std::size_t digits = name.find_last_not_of("0123456789") + 1;
  constexpr std::size_t most_digits = 4;
  if (digits < 2 || digits == name.size() || name.size() - digits > most_digits || name[digits - 1] != '_')
    return std::nullopt;
  const auto index = static_cast<std::uint32_t>(std::stoul(name.substr(digits)));
  name.resize(digits - 1);
  return index;
}

/// What the path of a block says: "pe_3_4.weight_fifo" is the weight FIFO of PE (3, 4).
struct BlockPlace {
  std::string kind;
  bool has_pe = false;
  std::uint32_t row = 0, column = 0;
};

BlockPlace place_of(const std::string& path) {
  BlockPlace place;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    place.kind = path.substr(begin, end - begin);
    begin = end + 1;
    std::string name = place.kind;
    const auto column = take_index(name), row = column ? take_index(name) : std::nullopt;
    if (row && !place.has_pe) {
      place.has_pe = true;
      place.row = *row;
      place.column = *column;
    }
    if (column) place.kind = name;
  }
  return place;
}

std::map<std::string, std::vector<double>> read_lists(const ParsedJson& lists, const std::string& where) {
  std::map<std::string, std::vector<double>> read;
  if (!lists.is_object()) throw UserError(where + ": expected an object of lists");
  for (const auto& [name, list] : lists.items()) {
    if (!list.is_array()) throw UserError(fmt::format("{}: {}: expected a list of numbers", where, name));
    std::vector<double>& values = read[name];
    for (const ParsedJson& value : list) {
      if (!value.is_number() || !(value.get<double>() >= 0 && value.get<double>() < 1e18))
        throw UserError(fmt::format("{}: {}: expected a list of numbers from 0 on", where, name));
      values.push_back(value.get<double>());
    }
  }
  return read;
}

void add_block(PeCounters& counters, const BlockPlace& place, const ParsedJson& block,
               const std::string& where) {
  if (place.has_pe && (place.row >= counters.rows || place.column >= counters.columns))
    throw UserError(fmt::format("{}: expected PEs of {} x {}", where, counters.rows, counters.columns));
  if (!block.is_object()) throw UserError(where + ": expected an object of counts");
  for (const auto& [name, value] : block.items()) {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > largest_count)
      throw UserError(fmt::format("{}: {}: expected a count", where, name));
    const std::string key = fmt::format("{}.{}", place.kind, name);
    if (!place.has_pe) {
      counters.of_array[key] += value.get<std::uint64_t>();
      continue;
    }
    std::vector<std::uint64_t>& values = counters.of_pes[key];
    values.resize(std::size_t{counters.rows} * counters.columns);
    values[std::size_t{place.row} * counters.columns + place.column] += value.get<std::uint64_t>();
  }
}

}  // namespace

const std::vector<std::uint64_t>* PeCounters::find(const std::string& name) const {
  const auto found = of_pes.find(name);
  return found == of_pes.end() ? nullptr : &found->second;
}

std::uint64_t PeCounters::shared(const std::string& name) const {
  const auto found = of_array.find(name);
  return found == of_array.end() ? 0 : found->second;
}

PeCounters read_pe_counters(const ParsedJson& counters, std::uint32_t rows, std::uint32_t columns,
                            const std::string& where) {
  PeCounters read{rows, columns, {}, {}, {}, {}};
  if (counters.is_null()) return read;
  if (!counters.is_object()) throw UserError(where + ": expected an object of blocks");
  for (const auto& [path, block] : counters.items()) {
    const std::string of_block = fmt::format("{}: {}", where, path);
    if (path == group_counters_key)
      read.of_groups = read_lists(block, of_block);
    else if (path == channel_counters_key)
      read.of_channels = read_lists(block, of_block);
    else
      add_block(read, place_of(path), block, of_block);
  }
  return read;
}

const std::vector<std::uint64_t>* cycles_of_pes(const PeCounters& counters, const std::string& owner) {
  const auto* const scnn = counters.find("pe.cycles_" + owner);
  return scnn != nullptr ? scnn : counters.find("dense_pe.cycles_" + owner);
}

}  // namespace scnnsim
