// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/layer_counters.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "models/common/statistics.h"

namespace scnnsim {
namespace {

// What column_list.h is written in.
constexpr CounterTerm scnn(std::string_view block, std::string_view counter) {
  return {CountingMachine::scnn, block, counter};
}
constexpr CounterTerm dense(std::string_view block, std::string_view counter) {
  return {CountingMachine::dense, block, counter};
}
constexpr CounterTerm minus(CounterTerm term) {
  term.is_subtracted = true;
  return term;
}
constexpr CounterTerm if_any(CounterTerm term) {
  term.may_be_absent = true;
  return term;
}
template <class... Terms>
std::vector<CounterTerm> from(Terms... terms) {
  return {terms...};
}

/// Calls visit(name, field, terms) for every field of the result, and every owner's PE-cycles.
template <class Visit>
void for_each_field(LayerResult& result, const Visit& visit) {
#define SCNNSIM_VISIT_FIELD(type, name, initial, total, unit, title, style, counters, meaning) \
  visit(#name, result.name, counters);
#define SCNNSIM_VISIT_OWNED(owner, counters, meaning) \
  visit("cycles_" #owner, result.pe_cycles[static_cast<std::size_t>(CycleOwner::owner)], counters);
#define SCNNSIM_VISIT_NOTHING(...)
  SCNNSIM_COLUMN_LIST(SCNNSIM_VISIT_FIELD, SCNNSIM_VISIT_OWNED, SCNNSIM_VISIT_NOTHING)
#undef SCNNSIM_VISIT_FIELD
#undef SCNNSIM_VISIT_OWNED
#undef SCNNSIM_VISIT_NOTHING
}

}  // namespace

std::uint64_t sum_of(const std::vector<CounterTerm>& terms, CountingMachine machine,
                     const StatisticsSums& sums) {
  std::uint64_t sum = 0;
  for (const CounterTerm& term : terms) {
    if (term.machine != machine || (term.may_be_absent && !sums.has_block(term.block))) continue;
    const std::uint64_t count = sums.sum(term.block, term.counter);
    sum = term.is_subtracted ? sum - count : sum + count;
  }
  return sum;
}

void read_counters(const StatisticsSums& sums, CountingMachine machine, LayerResult& result) {
  for_each_field(result, [&](std::string_view, auto& field, const std::vector<CounterTerm>& terms) {
    const auto is_counted = [machine](const CounterTerm& term) { return term.machine == machine; };
    if (std::none_of(terms.begin(), terms.end(), is_counted)) return;
    using Field = std::decay_t<decltype(field)>;
    if constexpr (std::is_same_v<Field, std::optional<std::uint64_t>>)
      if (std::none_of(terms.begin(), terms.end(), [&](const CounterTerm& term) {
            return is_counted(term) && (!term.may_be_absent || sums.has_block(term.block));
          }))
        return;
    if constexpr (std::is_same_v<Field, std::uint64_t> || std::is_same_v<Field, std::optional<std::uint64_t>>)
      field = sum_of(terms, machine, sums);
    else
      throw std::logic_error("counters are given for a column that is no count");
  });
}

void collect_counters(const sc_core::sc_object& root, CountingMachine machine, CounterDetail detail,
                      LayerResult& result) {
  const StatisticsSums sums(root);
  read_counters(sums, machine, result);
  if (detail == CounterDetail::layers) return;
  result.counters = detail == CounterDetail::kinds ? sums.as_json() : collect_statistics(root);
  result.counter_descriptions = describe_statistics(root);
}

std::vector<CounterTerm> counters_of_columns() {
  std::vector<CounterTerm> all;
  LayerResult any;
  for_each_field(any, [&all](std::string_view, const auto&, const std::vector<CounterTerm>& terms) {
    all.insert(all.end(), terms.begin(), terms.end());
  });
  return all;
}

std::vector<CounterTerm> counters_of_column(std::string_view column) {
  std::vector<CounterTerm> found;
  LayerResult any;
  for_each_field(any, [&](std::string_view name, const auto&, const std::vector<CounterTerm>& terms) {
    if (name == column) found = terms;
  });
  return found;
}

std::string formula_of(const std::vector<CounterTerm>& terms) {
  const auto formula_on = [&terms](CountingMachine machine) {
    std::string text;
    for (const CounterTerm& term : terms) {
      if (term.machine != machine) continue;
      text += text.empty() ? (term.is_subtracted ? "-" : "") : (term.is_subtracted ? " - " : " + ");
      text += fmt::format("{}.{}", term.block, term.counter);
    }
    return text;
  };
  std::string scnn_machines = formula_on(CountingMachine::scnn);
  const std::string dense_machines = formula_on(CountingMachine::dense);
  if (dense_machines.empty()) return scnn_machines;
  std::string dense_part = "dense machines: " + dense_machines;
  return scnn_machines.empty() ? dense_part : scnn_machines + "; " + dense_part;
}

std::vector<CounterTerm> counters_of_blocks_alone() {
  return {scnn("activation_loader", "bursts"),
          scnn("coordinate_unit", "coordinates"),
          scnn("dram", "read_bytes"),
          scnn("dram", "requests"),
          scnn("dram", "write_bytes"),
          scnn("iaram", "writes"),
          scnn("layer_sequencer", "barriers"),
          scnn("merge_unit", "merged"),
          scnn("multiplier_array", "issues"),
          scnn("oaram", "reads"),
          scnn("ppu", "busy_cycles"),
          scnn("scatter_network", "conflict_cycles"),
          scnn("scatter_network", "transfers"),
          scnn("weight_broadcast", "cycles_dram"),
          scnn("weight_broadcast", "cycles_room"),
          scnn("weight_broadcast", "entries"),
          scnn("weight_broadcast", "words"),
          scnn("weight_fifo", "entries"),
          dense("dense_memory", "requests")};
}

}  // namespace scnnsim
