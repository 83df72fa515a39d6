// SPDX-License-Identifier: Apache-2.0
#include "sim/report/counter_consistency.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/layer/layer_counters.h"
#include "sim/layer/result_columns.h"
#include "sim/results/layer_consistency.h"

namespace scnnsim {
namespace {

void check_machine(const LayerResult& layer, const MachineConfig& config, const std::string& where) {
  const std::uint64_t pes = config.pe_count(), multipliers = pes * config.lanes();
  if (layer.pes != pes)
    refuse_figure(layer, where, "pes", fmt::format("{}", layer.pes),
                  fmt::format("pe_array.rows x pe_array.columns = {}", pes));
  if (layer.multipliers != multipliers)
    refuse_figure(layer, where, "multipliers", fmt::format("{}", layer.multipliers),
                  fmt::format("pes x multiplier_array.f x multiplier_array.i = {}", multipliers));
}

std::uint64_t sum_of(const PeCounters& counters, const std::string& name) {
  std::uint64_t sum = counters.shared(name);
  if (const auto* const of_pes = counters.find(name))
    for (const std::uint64_t value : *of_pes) sum += value;
  return sum;
}

/// Whose blocks counted, whatever the machine is called.
CountingMachine machine_of(const PeCounters& counters) {
  const auto is_dense = [](const auto& counter) { return counter.first.rfind("dense_", 0) == 0; };
  const bool has_dense = std::any_of(counters.of_pes.begin(), counters.of_pes.end(), is_dense) ||
                         std::any_of(counters.of_array.begin(), counters.of_array.end(), is_dense);
  return has_dense ? CountingMachine::dense : CountingMachine::scnn;
}

/// Figures that blocks count are the sums of their counters.
void check_sums(const LayerResult& layer, const PeCounters& counters, const std::string& where) {
  const CountingMachine machine = machine_of(counters);
  for (const ResultColumn& column : result_columns()) {
    const std::vector<CounterTerm> terms = counters_of_column(column.name);
    const nlohmann::ordered_json value = column.get(layer);
    const auto is_counted = [machine](const CounterTerm& term) { return term.machine == machine; };
    if (!value.is_number() || std::none_of(terms.begin(), terms.end(), is_counted)) continue;
    std::uint64_t sum = 0;
    for (const CounterTerm& term : terms) {
      if (!is_counted(term)) continue;
      const std::uint64_t count = sum_of(counters, fmt::format("{}.{}", term.block, term.counter));
      sum = term.is_subtracted ? sum - count : sum + count;
    }
    if (value.get<std::uint64_t>() != sum)
      refuse_figure(layer, where, column.name, value.dump(),
                    fmt::format("the sum of {} over the layer's counters = {}", formula_of(terms), sum));
  }
}

/// Each cycle of each PE has one owner; a PE that is missing has none.
void check_pes(const LayerResult& layer, const PeCounters& counters, const std::string& where) {
  std::vector<std::uint64_t> owned(layer.pes);
  for (std::size_t owner = 0; owner < cycle_owner_count; ++owner)
    if (const auto* const cycles =
            cycles_of_pes(counters, std::string(to_string(static_cast<CycleOwner>(owner)))))
      for (std::size_t pe = 0; pe < owned.size(); ++pe) owned[pe] += (*cycles)[pe];
  for (std::size_t pe = 0; pe < owned.size(); ++pe)
    if (owned[pe] != layer.cycles)
      refuse_figure(layer, where,
                    fmt::format("counters of pe_{}_{}: cycles_issue + ... + cycles_idle",
                                pe / counters.columns, pe % counters.columns),
                    fmt::format("{}", owned[pe]), fmt::format("cycles = {}", layer.cycles));
}

using Lists = std::map<std::string, std::vector<double>>;

void check_lengths(const LayerResult& layer, const Lists& lists, const std::string& where) {
  for (const auto& [name, list] : lists)
    if (list.size() != lists.begin()->second.size())
      refuse_figure(layer, where, name, fmt::format("a list of {}", list.size()),
                    fmt::format("as many as {} has: {}", lists.begin()->first, lists.begin()->second.size()));
}

/// The groups' cycles are some of the layer's; what waits in them are some of its PE-cycles.
void check_groups(const LayerResult& layer, const PeCounters& counters, const std::string& where) {
  check_lengths(layer, counters.of_groups, where);
  check_lengths(layer, counters.of_channels, where);
  const auto found = counters.of_groups.find("cycles");
  if (found == counters.of_groups.end()) return;
  double sum = 0;
  for (const double cycles : found->second) sum += cycles;
  if (sum > static_cast<double>(layer.cycles))
    refuse_figure(layer, where, "output_channel_groups: sum of cycles", fmt::format("{}", sum),
                  fmt::format("at most cycles = {}", layer.cycles));
  const auto waited = counters.of_groups.find("barrier_pe_cycles");
  if (waited == counters.of_groups.end()) return;
  for (std::size_t i = 0; i < waited->second.size(); ++i)
    if (waited->second[i] > found->second[i] * static_cast<double>(layer.pes))
      refuse_figure(
          layer, where, fmt::format("output_channel_groups: barrier_pe_cycles of group {}", i),
          fmt::format("{}", waited->second[i]),
          fmt::format("at most its cycles x pes = {}", found->second[i] * static_cast<double>(layer.pes)));
}

void check_channels(const LayerResult& layer, const PeCounters& counters, const std::string& where) {
  for (const auto& [name, densities] : counters.of_channels)
    for (std::size_t i = 0; i < densities.size(); ++i)
      if (densities[i] > 1)
        refuse_figure(layer, where, fmt::format("input_channels: {} of channel {}", name, i),
                      fmt::format("{}", densities[i]), "a share: at most 1");
}

}  // namespace

void check_counters(const LayerResult& layer, const PeCounters& counters, const MachineConfig& config,
                    const std::string& where) {
  check_machine(layer, config, where);
  check_groups(layer, counters, where);
  check_channels(layer, counters, where);
  if (counters.of_pes.empty() && counters.of_array.empty()) return;  // --detail layers, and the oracle
  if (counters.tells_pes()) check_pes(layer, counters, where);
  check_sums(layer, counters, where);
}

}  // namespace scnnsim
