// SPDX-License-Identifier: Apache-2.0
#include "sim/report/layer_causes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/memory/banked/dram_device.h"

namespace scnnsim {
namespace {

using Causes = std::vector<LayerCause>;

constexpr double least_share = 0.1;
constexpr std::uint32_t most_of_vector = 16;  ///< multiplier_array.f and i

bool is_dense(const LayerResult& layer) {
  return layer.architecture.rfind("dcnn", 0) == 0;
}

/// The PEs that are idle in every cycle, and the rows and columns of the others.
struct UsedPes {
  std::uint64_t empty = 0;
  std::uint32_t rows = 0, columns = 0;
};

UsedPes used_pes(const LayerResult& layer, const PeCounters& counters,
                 const std::vector<std::uint64_t>& idle) {
  UsedPes used;
  std::vector<bool> rows(counters.rows), columns(counters.columns);
  for (std::size_t pe = 0; pe < idle.size(); ++pe) {
    if (idle[pe] >= layer.cycles) {
      ++used.empty;
      continue;
    }
    rows[pe / counters.columns] = true;
    columns[pe % counters.columns] = true;
  }
  used.rows = static_cast<std::uint32_t>(std::count(rows.begin(), rows.end(), true));
  used.columns = static_cast<std::uint32_t>(std::count(columns.begin(), columns.end(), true));
  return used;
}

/// An array of as many multipliers whose PEs all get a tile: rows and columns are halved until there are as
/// many as now have one, F and I doubled in turn. And the array without the PEs that have none, whose tiles
/// are the same.
std::string larger_pes(const MachineConfig& config, const UsedPes& used) {
  std::uint32_t rows = config.pe_array.rows, columns = config.pe_array.columns;
  std::uint32_t f = config.multiplier_array.f, i = config.multiplier_array.i;
  std::uint32_t banks = config.accumulator.banks;
  const auto halve = [&](std::uint32_t& pes, std::uint32_t most) {
    while (pes > most && pes % 2 == 0 && (f < most_of_vector || i < most_of_vector)) {
      pes /= 2;
      banks *= 2;
      (f <= i && f < most_of_vector ? f : i) *= 2;
    }
  };
  halve(rows, used.rows);
  halve(columns, used.columns);
  const bool changes = rows != config.pe_array.rows || columns != config.pe_array.columns;
  if (!changes || rows > used.rows || columns > used.columns || f > most_of_vector || i > most_of_vector ||
      banks > 1024)
    return "An array of at most the rows and columns that have a tile: pe_array.rows, pe_array.columns.";
  return fmt::format(
      "Fewer, larger PEs with as many multipliers: pe_array.rows={} pe_array.columns={} "
      "multiplier_array.f={} "
      "multiplier_array.i={} accumulator.banks={}. As fast for this layer with fewer multipliers: "
      "pe_array.rows={} pe_array.columns={}.",
      rows, columns, f, i, banks, used.rows, used.columns);
}

void add_idle(const LayerResult& layer, const PeCounters& counters, const MachineConfig& config,
              Causes& causes) {
  const double share = pe_cycle_share(layer, layer.owned_by(CycleOwner::idle));
  const auto* const idle = cycles_of_pes(counters, "idle");
  if (idle == nullptr) {
    causes.push_back({share,
                      fmt::format("PEs are idle in {:.1f} % of the PE-cycles: they have no tile, or are done "
                                  "before others. Results with --detail blocks tell which.",
                                  100 * share),
                      "pe_array.rows and pe_array.columns that suit the layer's plane."});
    return;
  }
  const UsedPes used = used_pes(layer, counters, *idle);
  const double of_empty = static_cast<double>(used.empty) / static_cast<double>(idle->size());
  causes.push_back(
      {of_empty,
       fmt::format("{}, {:.1f} % of the PE-cycles: the plane gives tiles to {} x {} of {} x {} PEs.",
                   pes_without_tile(used.empty, idle->size()), 100 * of_empty, used.rows, used.columns,
                   counters.rows, counters.columns),
       larger_pes(config, used)});
  causes.push_back({share - of_empty,
                    fmt::format("PEs with a tile have no work left in {:.1f} % of the PE-cycles, while the "
                                "slowest PE still works or outputs are written.",
                                100 * (share - of_empty)),
                    config.pe_array.tiling == PeTiling::ceil ? "Tiles of even size: pe_array.tiling=balanced."
                                                             : "Faster ends: ppu.entries_per_cycle."});
}

/// " The busiest PE issues 1.23 times the mean of those with a tile."
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

std::string larger_groups(const LayerResult& layer) {
  return fmt::format("Larger groups need fewer barriers: mapping.kc={}",
                     2 * std::max<std::uint64_t>(layer.kc, 1));
}

void add_barrier(const LayerResult& layer, const PeCounters& counters, const MachineConfig& config,
                 Causes& causes) {
  const double share = pe_cycle_share(layer, layer.owned_by(CycleOwner::barrier));
  const std::uint64_t barriers = counters.shared("layer_sequencer.barriers");
  std::string why =
      fmt::format("PEs wait for the slowest PE at {} in {:.1f} % of the PE-cycles.",
                  barriers > 0 ? fmt::format("the layer's {} barriers", barriers) : "barriers", 100 * share);
  std::string to_try = is_dense(layer) ? "Tiles of even size" : larger_groups(layer);
  if (config.pe_array.tiling == PeTiling::ceil)
    to_try +=
        is_dense(layer) ? ": pe_array.tiling=balanced" : "; tiles of even size: pe_array.tiling=balanced";
  causes.push_back({share, why + imbalance(counters), to_try + "."});
}

std::string more_bandwidth(const MachineConfig& config) {
  if (config.dram.model != DramModel::banked)
    return fmt::format("More bandwidth: dram.bandwidth={:g}", 2 * config.dram.bandwidth);
  return fmt::format("More bandwidth: dram_device.channels={}", 2 * device_of(config).channels);
}

void add_weights(const LayerResult& layer, const PeCounters& counters, const MachineConfig& config,
                 Causes& causes) {
  const double share = pe_cycle_share(layer, layer.owned_by(CycleOwner::weights));
  const std::uint64_t by_dram = counters.shared("weight_broadcast.cycles_dram");
  const std::uint64_t by_room = counters.shared("weight_broadcast.cycles_room");
  std::string why = fmt::format("PEs wait for weights in {:.1f} % of the PE-cycles; ", 100 * share), to_try;
  if (is_dense(layer) || by_dram > by_room) {
    why += dram_use(layer, config) + ".";
    to_try = more_bandwidth(config);
    if (!is_dense(layer))
      to_try += fmt::format(", or more bytes requested ahead: weight_broadcast.buffer_bytes={}",
                            4 * config.weight_broadcast.buffer_bytes);
  } else if (by_room > 0) {
    why += fmt::format(
        "the broadcast waits for room in the FIFOs of slower PEs ({} cycles), which hold {} vectors.",
        by_room, config.weight_fifo.entries);
    to_try = fmt::format("Deeper FIFOs: weight_fifo.entries={}", 8 * config.weight_fifo.entries);
    if (config.pe_array.tiling == PeTiling::ceil) to_try += "; tiles of even size: pe_array.tiling=balanced";
  } else {
    why += fmt::format("the broadcast delivers {} vectors per cycle; {}.",
                       config.weight_broadcast.entries_per_cycle, dram_use(layer, config));
    to_try = fmt::format("A wider broadcast: weight_broadcast.entries_per_cycle={}",
                         2 * config.weight_broadcast.entries_per_cycle);
  }
  causes.push_back({share, why, to_try + "."});
}

void add_input(const LayerResult& layer, const MachineConfig& config, Causes& causes) {
  const double share = pe_cycle_share(layer, layer.owned_by(CycleOwner::input));
  const char* const because =
      layer.input_spilled ? "the input exceeds the RAMs" : "the layer's input comes from DRAM";
  std::string to_try = more_bandwidth(config);
  if (layer.input_spilled && !is_dense(layer))
    to_try +=
        fmt::format(", or larger RAMs: activation_ram.iaram_bytes={}", 2 * config.activation_ram.iaram_bytes);
  causes.push_back({share,
                    fmt::format("PEs wait for activations from DRAM in {:.1f} % of the PE-cycles: {}; {}.",
                                100 * share, because, dram_use(layer, config)),
                    to_try + "."});
}

void add_crossbar(const LayerResult& layer, const MachineConfig& config, Causes& causes) {
  const double share = pe_cycle_share(layer, layer.owned_by(CycleOwner::crossbar));
  causes.push_back(
      {share,
       fmt::format("PEs wait for the scatter network in {:.1f} % of the PE-cycles: products of an "
                   "issue fall into the same of {} accumulator banks.",
                   100 * share, config.accumulator.banks),
       fmt::format("More banks or deeper queues: accumulator.banks={}, "
                   "scatter.output_queue_depth={}.",
                   2 * config.accumulator.banks, 2 * config.scatter.output_queue_depth)});
}

void add_postprocess(const LayerResult& layer, const MachineConfig& config, Causes& causes) {
  const double share = pe_cycle_share(layer, layer.owned_by(CycleOwner::postprocess));
  causes.push_back({share,
                    fmt::format("PEs wait for the post-processing unit, which takes {} outputs per cycle, in "
                                "{:.1f} % of the PE-cycles.",
                                config.ppu.entries_per_cycle, 100 * share),
                    fmt::format("A faster unit: ppu.entries_per_cycle={} ppu.halo_words_per_cycle={}.",
                                2 * config.ppu.entries_per_cycle, 2 * config.ppu.halo_words_per_cycle)});
}

/// Multipliers without a product in the cycles in which their PE issues.
void add_lanes(const LayerResult& layer, const PeCounters& counters, const MachineConfig& config,
               Causes& causes) {
  const double full = layer.multiplier_utilization();
  const double share = pe_cycle_share(layer, layer.owned_by(CycleOwner::issue)) * (1 - full);
  const double f = config.multiplier_array.f, i = config.multiplier_array.i, lanes = f * i;
  std::string why =
      fmt::format("An issue has products for {:.1f} of a PE's {:g} multipliers", full * lanes, lanes);
  const std::uint64_t vectors = counters.shared("weight_broadcast.entries");
  if (is_dense(layer) || vectors == 0) {
    causes.push_back({share, why + ".", ""});
    return;
  }
  const double weights =
      static_cast<double>(counters.shared("weight_broadcast.words")) / static_cast<double>(vectors);
  const double activations = weights > 0 ? full * lanes / weights : 0;
  why += fmt::format(": weight vectors hold {:.1f} of {:g} words, activation vectors about {:.1f} of {:g}.",
                     weights, f, activations, i);
  std::string to_try;
  // As many activations as there are, in a power of two, where F stays within its range.
  const double there = std::exp2(std::ceil(std::log2(std::max(activations, 1.0)) - 0.1));
  const double fewer = std::max(there, lanes / most_of_vector);
  if (activations / i < weights / f && fewer < i)
    to_try =
        fmt::format("As many multipliers in another shape: multiplier_array.f={:g} multiplier_array.i={:g}.",
                    lanes / fewer, fewer);
  else if (activations / i >= weights / f)
    to_try = larger_groups(layer) + ", which also fill weight vectors.";
  else
    to_try = "Larger tiles fill activation vectors: fewer PEs (pe_array.rows, pe_array.columns).";
  causes.push_back({share, why, to_try});
}

}  // namespace

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
  Causes causes;
  add_idle(layer, counters, config, causes);
  add_barrier(layer, counters, config, causes);
  add_weights(layer, counters, config, causes);
  add_input(layer, config, causes);
  add_crossbar(layer, config, causes);
  add_postprocess(layer, config, causes);
  add_lanes(layer, counters, config, causes);
  causes.erase(std::remove_if(causes.begin(), causes.end(),
                              [](const LayerCause& cause) { return cause.share < least_share; }),
               causes.end());
  std::stable_sort(causes.begin(), causes.end(),
                   [](const LayerCause& a, const LayerCause& b) { return a.share > b.share; });
  return causes;
}

}  // namespace scnnsim
