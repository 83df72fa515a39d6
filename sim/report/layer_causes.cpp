// SPDX-License-Identifier: Apache-2.0
#include "sim/report/layer_causes.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/memory/banked/dram_device.h"
#include "sim/report/layer_facts.h"

namespace scnnsim {
namespace {

using Causes = std::vector<LayerCause>;

constexpr double least_share = 0.1;
constexpr const char* needs_blocks = "results with --detail blocks tell more";

/// A layer, and what its results tell of it.
struct Examined {
  const LayerResult& layer;
  const PeCounters& counters;
  const MachineConfig& config;
  const LayerFacts facts;

  double share(CycleOwner owner) const { return pe_cycle_share(layer, layer.owned_by(owner)); }
};

/// The cause with those of its rules that hold.
LayerCause cause_of(double share, std::string why, const std::vector<std::optional<LayerAdvice>>& rules,
                    std::string otherwise) {
  LayerCause cause{share, std::move(why), {}, std::move(otherwise)};
  for (const std::optional<LayerAdvice>& rule : rules)
    if (rule) cause.advice.push_back(*rule);
  std::stable_sort(cause.advice.begin(), cause.advice.end(),
                   [](const LayerAdvice& a, const LayerAdvice& b) { return a.gain > b.gain; });
  return cause;
}

/// "they issue in 40.1 % of their cycles": the owner that has most cycles of the PEs with a tile.
std::string largest_owner(const LayerFacts& facts) {
  const auto largest = std::max_element(facts.shares.begin(), facts.shares.end());
  const auto owner = static_cast<CycleOwner>(largest - facts.shares.begin());
  return fmt::format("{:.1f} % of the cycles of those with a tile are \"{}\"", 100 * *largest,
                     to_string(owner));
}

void add_idle(const Examined& one, Causes& causes) {
  const LayerFacts& facts = one.facts;
  const double share = one.share(CycleOwner::idle);
  if (!facts.tells_pes) {
    causes.push_back(
        cause_of(share,
                 fmt::format("PEs are idle in {:.1f} % of the PE-cycles: they have no tile, or are done "
                             "before others. Results with --detail blocks tell which.",
                             100 * share),
                 {}, needs_blocks));
    return;
  }
  const double pes = static_cast<double>(std::max<std::uint64_t>(one.layer.pes, 1));
  const std::uint64_t empty = one.layer.pes - facts.pes_with_tile;
  const double of_empty = static_cast<double>(empty) / pes;
  causes.push_back(
      cause_of(of_empty,
               fmt::format("{}, {:.1f} % of the PE-cycles: the plane gives tiles to {} x {} of {} x {} PEs.",
                           pes_without_tile(empty, one.layer.pes), 100 * of_empty, facts.rows, facts.columns,
                           one.counters.rows, one.counters.columns),
               {larger_pes(facts, one.config), smaller_array(facts, one.layer, one.config)},
               "larger PEs would not be faster; " + largest_owner(facts)));
  causes.push_back(
      cause_of(share - of_empty,
               fmt::format("PEs with a tile have no work left in {:.1f} % of the PE-cycles, while the "
                           "slowest PE still works or outputs are written.",
                           100 * (share - of_empty)),
               {faster_ppu(facts, std::min(facts.tail, facts.ppu_busy), one.config)},
               fmt::format("{:.1f} % of the cycles come after the last PE's work, the others are PEs with "
                           "more work than others",
                           100 * facts.tail)));
}

/// " The busiest PE issues 1.23 times the mean of those that issue."
std::string imbalance(const PeCounters& counters) {
  const auto* const issue = cycles_of_pes(counters, "issue");
  if (issue == nullptr) return "";
  std::uint64_t sum = 0, most = 0, working = 0;
  for (const std::uint64_t cycles : *issue) {
    sum += cycles;
    most = std::max(most, cycles);
    working += cycles > 0;
  }
  if (sum == 0) return "";
  return fmt::format(" The busiest PE issues {:.2f} times the mean of the PEs that issue.",
                     static_cast<double>(most) * static_cast<double>(working) / static_cast<double>(sum));
}

/// Why larger groups are not proposed.
std::string why_no_groups(const Examined& one) {
  if (one.facts.is_dense) return "the PE with most outputs sets the pace, whatever the groups";
  if (!one.facts.tells_pes) return needs_blocks;
  if (!one.config.mapping.kc.is_number()) return "mapping.kc has been chosen for the layer";
  if (one.facts.least_barrier < least_share)
    return fmt::format(
        "some PE waits at barriers in {:.1f} % of the cycles alone: it has most work in nearly every group, "
        "and sets the pace",
        100 * one.facts.least_barrier);
  return "larger groups would save too little, and post-processing at the layer's end would take longer";
}

void add_barrier(const Examined& one, Causes& causes) {
  const double share = one.share(CycleOwner::barrier);
  const std::uint64_t barriers = one.counters.shared("layer_sequencer.barriers");
  causes.push_back(cause_of(
      share,
      fmt::format("PEs wait for the slowest PE at {} in {:.1f} % of the PE-cycles.",
                  barriers > 0 ? fmt::format("the layer's {} barriers", barriers) : "barriers", 100 * share) +
          imbalance(one.counters),
      {larger_groups(one.facts, one.layer, one.config)}, why_no_groups(one)));
}

/// The reason for which more bandwidth is not proposed.
std::string why_no_bandwidth(const LayerFacts& facts) {
  return facts.startup > facts.dram_use
             ? fmt::format(
                   "the first words take DRAM's latency to come, {:.1f} % of this short layer's cycles",
                   100 * facts.startup)
             : "DRAM delivers less than it could";
}

void add_weights(const Examined& one, Causes& causes) {
  const LayerFacts& facts = one.facts;
  const double share = one.share(CycleOwner::weights);
  const std::string waits = fmt::format("PEs wait for weights in {:.1f} % of the PE-cycles; ", 100 * share);
  if (!facts.is_dense && facts.put_off_by_room > facts.put_off_by_dram) {
    causes.push_back(cause_of(
        share,
        fmt::format("{}the broadcast waits for room in the FIFOs of slower PEs ({} cycles), which hold {} "
                    "vectors.{}",
                    waits, facts.put_off_by_room, one.config.weight_fifo.entries, imbalance(one.counters)),
        {larger_groups(facts, one.layer, one.config)},
        "in deeper FIFOs the PEs would wait for the slower ones at the barriers instead"));
    return;
  }
  const bool is_known = facts.is_dense || facts.put_off_by_dram > 0;
  causes.push_back(cause_of(
      share,
      waits + dram_use(one.layer, one.config) +
          (facts.is_dense ? ""
                          : fmt::format(", the broadcast up to {} vectors per cycle",
                                        one.config.weight_broadcast.entries_per_cycle)) +
          ".",
      {is_known
           ? more_bandwidth(facts, std::min(facts.share(CycleOwner::weights), facts.dram_waits), one.config)
           : std::nullopt,
       wider_broadcast(facts, one.config)},
      is_known ? why_no_bandwidth(facts) : needs_blocks));
}

void add_input(const Examined& one, Causes& causes) {
  const double share = one.share(CycleOwner::input);
  const char* const because =
      one.layer.input_spilled ? "the input exceeds the RAMs" : "the layer's input comes from DRAM";
  causes.push_back(
      cause_of(share,
               fmt::format("PEs wait for activations from DRAM in {:.1f} % of the PE-cycles: {}; {}.",
                           100 * share, because, dram_use(one.layer, one.config)),
               {more_bandwidth(one.facts, one.facts.share(CycleOwner::input), one.config)},
               why_no_bandwidth(one.facts)));
}

void add_crossbar(const Examined& one, Causes& causes) {
  const double share = one.share(CycleOwner::crossbar);
  const double drains = drain_share(one.facts, one.layer, one.config);
  const bool is_drain = 2 * drains > one.facts.share(CycleOwner::crossbar);
  std::string why =
      fmt::format("PEs wait for the scatter network in {:.1f} % of the PE-cycles: ", 100 * share);
  why += is_drain ? "at the end of each group they wait until it is empty."
                  : fmt::format("products of an issue fall into the same of {} accumulator banks.",
                                one.config.accumulator.banks);
  causes.push_back(cause_of(share, why,
                            {fewer_conflicts(one.facts, one.layer, one.config),
                             is_drain ? larger_groups(one.facts, one.layer, one.config) : std::nullopt},
                            is_drain ? "groups are short" : "other PEs or DRAM may set the pace"));
}

void add_postprocess(const Examined& one, Causes& causes) {
  const double share = one.share(CycleOwner::postprocess);
  causes.push_back(
      cause_of(share,
               fmt::format("PEs wait for the post-processing unit, which takes {} outputs per cycle, in "
                           "{:.1f} % of the PE-cycles.",
                           one.config.ppu.entries_per_cycle, 100 * share),
               {faster_ppu(one.facts, one.facts.share(CycleOwner::postprocess), one.config)},
               "the estimated gain is too small"));
}

std::string why_no_lanes(const Examined& one) {
  if (one.facts.is_dense)
    return "a dot product takes whole cycles of all multipliers of a PE, however few products it has left";
  if (one.facts.dram_use > 0.8) return "DRAM may set the pace";
  return "short blocks leave vectors part empty in most shapes";
}

/// Multipliers without a product in the cycles in which their PE issues.
void add_lanes(const Examined& one, Causes& causes) {
  const LayerFacts& facts = one.facts;
  const double full = one.layer.multiplier_utilization();
  const double share = one.share(CycleOwner::issue) * (1 - full);
  const double f = one.config.multiplier_array.f, i = one.config.multiplier_array.i, lanes = f * i;
  std::string why =
      fmt::format("An issue has products for {:.1f} of a PE's {:g} multipliers", full * lanes, lanes);
  if (!facts.is_dense && facts.weights_of_vector > 0)
    why += fmt::format(": weight vectors hold {:.1f} of {:g} words, activation vectors {:.1f} of {:g}",
                       facts.weights_of_vector, f, facts.activations_of_vector, i);
  causes.push_back(cause_of(share, why + ".",
                            {other_shape(facts, one.config), larger_groups(facts, one.layer, one.config)},
                            why_no_lanes(one)));
}

}  // namespace

std::string LayerCause::to_try() const {
  if (advice.empty()) return fmt::format("No rule proposes a change: {}.", no_advice);
  std::string text;
  for (const LayerAdvice& one : advice)
    text += fmt::format("{}{}: {}.", text.empty() ? "" : " ", one.effect, fmt::join(one.settings, " "));
  return text;
}

double pe_cycle_share(const LayerResult& layer, std::uint64_t pe_cycles) {
  const double all = static_cast<double>(layer.cycles) * static_cast<double>(layer.pes);
  return all > 0 ? static_cast<double>(pe_cycles) / all : 0;
}

std::string pes_without_tile(std::uint64_t empty, std::uint64_t pes) {
  return fmt::format("{} of {} PEs have no tile and are idle", empty, pes);
}

std::string dram_use(const LayerResult& layer, const MachineConfig& config) {
  return fmt::format(
      "DRAM delivers {:.1f} of {:.4g} GB/s ({})", layer.dram_gb_per_s().value_or(0), peak_gb_per_s(config),
      config.dram.model == DramModel::banked ? "all channels of dram_device" : "dram.bandwidth");
}

Causes layer_causes(const LayerResult& layer, const PeCounters& counters, const MachineConfig& config) {
  const Examined one{layer, counters, config, LayerFacts(layer, counters, config)};
  Causes causes;
  add_idle(one, causes);
  add_barrier(one, causes);
  add_weights(one, causes);
  add_input(one, causes);
  add_crossbar(one, causes);
  add_postprocess(one, causes);
  add_lanes(one, causes);
  causes.erase(std::remove_if(causes.begin(), causes.end(),
                              [](const LayerCause& cause) { return cause.share < least_share; }),
               causes.end());
  std::stable_sort(causes.begin(), causes.end(),
                   [](const LayerCause& a, const LayerCause& b) { return a.share > b.share; });
  return causes;
}

}  // namespace scnnsim
