// SPDX-License-Identifier: Apache-2.0
#include "sim/results/layer_consistency.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "sim/layer/result_columns.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// The product, or the largest number if it is larger.
std::uint64_t product(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  return b > 0 && a > most / b ? most : a * b;
}

/// Refuses figures of one layer.
class Checks {
 public:
  Checks(const LayerResult& layer, const std::string& where) : layer_(layer), where_(where) {}

  void equal(std::string_view field, std::uint64_t got, std::string_view what, std::uint64_t expected) const {
    if (got != expected)
      refuse_figure(layer_, where_, field, fmt::format("{}", got), fmt::format("{} = {}", what, expected));
  }
  void at_most(std::string_view field, std::uint64_t got, std::string_view what, std::uint64_t most) const {
    if (got > most)
      refuse_figure(layer_, where_, field, fmt::format("{}", got),
                    fmt::format("at most {} = {}", what, most));
  }

 private:
  const LayerResult& layer_;
  const std::string& where_;
};

/// Every cycle of every PE has one owner.
void check_owners(const LayerResult& layer, const Checks& checks) {
  std::uint64_t owned = 0;  // a count is at most 1e18
  for (const std::uint64_t cycles : layer.pe_cycles) owned += cycles;
  checks.equal("cycles_issue + ... + cycles_idle", owned, "cycles x pes", product(layer.cycles, layer.pes));
}

/// Work takes time; only an oracle without products moves words in none.
void check_time(const LayerResult& layer, const std::string& where) {
  if (layer.cycles > 0 || layer.architecture == "scnn_oracle") return;
  const std::pair<const char*, std::uint64_t> work[] = {
      {"dense_macs", layer.dense_macs},   {"weight_fifo_writes", layer.weight_fifo_writes},
      {"iaram_reads", layer.iaram_reads}, {"accumulator_updates", layer.accumulator_updates},
      {"ppu_entries", layer.ppu_entries}, {"DRAM bytes", layer.dram_bytes()}};
  for (const auto& [field, count] : work)
    if (count > 0)
      refuse_figure(layer, where, "cycles", "0", fmt::format("at least 1 for {} = {}", field, count));
}

/// No multiplier has more than one product in a cycle.
void check_products(const LayerResult& layer, const Checks& checks) {
  checks.at_most("multiplies x pes", product(layer.multiplies, layer.pes), "cycles_issue x multipliers",
                 product(layer.owned_by(CycleOwner::issue), layer.multipliers));
  checks.at_most("useful_multiplies", layer.useful_multiplies, "multiplies", layer.multiplies);
  checks.at_most("gated_multiplies", layer.gated_multiplies, "multiplies", layer.multiplies);
  if (!layer.effectual_multiplies) return;
  checks.at_most("effectual_multiplies", *layer.effectual_multiplies, "dense_macs", layer.dense_macs);
  checks.at_most("effectual_multiplies", *layer.effectual_multiplies, "cycles x multipliers",
                 product(layer.cycles, layer.multipliers));
}

/// Figures that follow from others are not read. A file that tells something else was changed.
void check_derived(const LayerResult& layer, const nlohmann::ordered_json& stated, const std::string& where) {
  constexpr double rounding = 1e-9;
  for (const ResultColumn& column : result_columns()) {
    const std::string name(column.name);
    if (column.set || !stated.contains(name) || !stated.at(name).is_number()) continue;
    const nlohmann::ordered_json value = column.get(layer);
    if (!value.is_number()) continue;  // of a version that did not know what it follows from
    const auto got = stated.at(name).get<double>(), expected = value.get<double>();
    if (!(std::abs(got - expected) <= rounding * std::max(std::abs(got), std::abs(expected))))
      refuse_figure(layer, where, column.name, fmt::format("{}", got),
                    fmt::format("{} = {}", column.formula, expected));
  }
}

}  // namespace

void refuse_figure(const LayerResult& layer, const std::string& where, std::string_view field,
                   const std::string& got, const std::string& expected) {
  throw UserError(fmt::format(
      "{}: layer {} on {}: {}: got {}, expected {}; the file was changed or damaged: run the layer again",
      where, layer.layer, layer.architecture, field, got, expected));
}

void check_consistency(const LayerResult& layer, const nlohmann::ordered_json& stated,
                       const std::string& where) {
  const Checks checks(layer, where);
  check_time(layer, where);
  check_owners(layer, checks);
  check_products(layer, checks);
  check_derived(layer, stated, where);
}

}  // namespace scnnsim
