// SPDX-License-Identifier: Apache-2.0
#include "sim/report/layer_facts.h"

#include <algorithm>
#include <cmath>

#include "models/memory/banked/dram_device.h"
#include "sim/report/layer_causes.h"

namespace scnnsim {
namespace {

double over(double a, double b) {
  return b > 0 ? a / b : 0;
}

double number(std::uint64_t count) {
  return static_cast<double>(count);
}

/// Cycles before the first word from DRAM. Assumption for a banked memory: those of the pipe's default.
double dram_latency(const MachineConfig& config) {
  return config.dram.model == DramModel::pipe ? config.dram.latency : 100 * config.clock.frequency;
}

/// Vectors of blocks of `words` for vectors of `length`. `rest`: what blocks that end within a vector add to
/// vectors of `now`, (now - 1) / (2 now) where all remainders are equally likely; longer ones add more.
double vectors_of(double words, double length, double rest, double now) {
  const double added = length > now && now > 1 ? rest * (1 - 1 / length) / (1 - 1 / now) : rest;
  return std::max(1.0, words / length + added);
}

}  // namespace

LayerFacts::LayerFacts(const LayerResult& layer, const PeCounters& counters, const MachineConfig& config)
    : is_dense(layer.architecture.rfind("dcnn", 0) == 0),
      weights_now_(is_dense ? config.lanes() : config.multiplier_array.f),
      activations_now_(is_dense ? 1 : config.multiplier_array.i) {
  pes_with_tile = layer.pes;
  rows = config.pe_array.rows;
  columns = config.pe_array.columns;
  for (std::size_t i = 0; i < cycle_owner_count; ++i) shares[i] = pe_cycle_share(layer, layer.pe_cycles[i]);
  const double cycles = number(std::max<std::uint64_t>(layer.cycles, 1));
  read_pes(layer, counters);
  read_vectors(layer);
  const std::uint64_t tiles = std::max<std::uint64_t>(layer.temporal_tiles, 1);
  steps_of_tile = number(counters.shared("layer_sequencer.barriers")) / number(tiles);
  const std::uint64_t weights = 8 * layer.dense_weight_bytes / config.multiplier_array.operand_bits;
  if (layer.dense_macs > 0 && !is_dense)
    filters = static_cast<std::uint64_t>(
        std::llround(number(weights) * number(layer.ppu_entries) / number(layer.dense_macs)));
  read_plane(layer, counters);
  startup = std::min(1.0, (dram_latency(config) + 2) / cycles);
  dram_use = over(layer.dram_gb_per_s().value_or(0), peak_gb_per_s(config));
  broadcast_use = over(number(counters.shared("weight_broadcast.entries")),
                       cycles * config.weight_broadcast.entries_per_cycle);
  put_off_by_dram = counters.shared("weight_broadcast.cycles_dram");
  put_off_by_room = counters.shared("weight_broadcast.cycles_room");
  dram_waits =
      is_dense ? share(CycleOwner::weights) + share(CycleOwner::input) : number(put_off_by_dram) / cycles;
  const auto densities = counters.of_channels.find("input_density");
  if (densities != counters.of_channels.end()) channels = densities->second.size();
  if (layer.ppu_entries > 0) products_of_output = layer.dense_macs / layer.ppu_entries;
}

void LayerFacts::read_pes(const LayerResult& layer, const PeCounters& counters) {
  const auto* const idle = cycles_of_pes(counters, "idle");
  if (idle == nullptr || layer.cycles == 0) return;
  tells_pes = true;
  std::vector<bool> used_rows(counters.rows), used_columns(counters.columns);
  pes_with_tile = 0;
  const double cycles = number(layer.cycles);
  least_barrier = tail = 1;
  const auto* const barrier = cycles_of_pes(counters, "barrier");
  for (std::size_t pe = 0; pe < idle->size(); ++pe) {
    if ((*idle)[pe] >= layer.cycles) continue;
    ++pes_with_tile;
    used_rows[pe / counters.columns] = true;
    used_columns[pe % counters.columns] = true;
    tail = std::min(tail, number((*idle)[pe]) / cycles);
    least_barrier = std::min(least_barrier, barrier != nullptr ? number((*barrier)[pe]) / cycles : 0);
  }
  rows = static_cast<std::uint32_t>(std::count(used_rows.begin(), used_rows.end(), true));
  columns = static_cast<std::uint32_t>(std::count(used_columns.begin(), used_columns.end(), true));
  if (const auto* const busy = counters.find("ppu.busy_cycles"))
    ppu_busy = number(*std::max_element(busy->begin(), busy->end())) / cycles;
  if (pes_with_tile == 0) return;
  const double all = number(pes_with_tile) * cycles;
  for (std::size_t i = 0; i < cycle_owner_count; ++i) shares[i] = number(layer.pe_cycles[i]) / all;
  const std::uint64_t empty = layer.pes - pes_with_tile;
  double& of_idle = shares[static_cast<std::size_t>(CycleOwner::idle)];
  of_idle = std::max(0.0, of_idle - number(empty) / number(pes_with_tile));
}

/// PEs post-process the outputs of their tiles, so their numbers tell the tiles' sizes.
void LayerFacts::read_plane(const LayerResult& layer, const PeCounters& counters) {
  const auto* const outputs = counters.find("ppu.entries");
  if (outputs == nullptr || outputs->empty() || filters == 0 || layer.temporal_tiles > 1) return;
  const auto largest = std::max_element(outputs->begin(), outputs->end());
  if (*largest == 0) return;
  const auto at = static_cast<std::size_t>(largest - outputs->begin());
  for (std::size_t row = 0; row < counters.rows; ++row)
    plane_rows += number((*outputs)[row * counters.columns + at % counters.columns]) / number(*largest);
  for (std::size_t column = 0; column < counters.columns; ++column)
    plane_columns += number((*outputs)[at / counters.columns * counters.columns + column]) / number(*largest);
  tile_positions = number(*largest) / number(filters);
}

void LayerFacts::read_vectors(const LayerResult& layer) {
  const double issues = number(layer.owned_by(CycleOwner::issue)), multiplies = number(layer.multiplies);
  if (is_dense) {
    weights_of_vector = over(multiplies, issues);
    weight_vectors = std::max(1.0, over(issues, number(layer.accumulator_updates)));
    return;
  }
  const double products = multiplies + number(layer.placeholders), reads = number(layer.weight_fifo_reads);
  weights_of_vector = over(reads, issues);
  activations_of_vector = over(products, reads);
  activation_vectors = std::max(1.0, over(reads, number(layer.weight_fifo_writes)));
  weight_vectors = std::max(1.0, over(issues * activations_of_vector, number(layer.iaram_reads)));
}

double LayerFacts::weight_vectors_at(double f, double growth) const {
  const double words = weight_vectors * weights_of_vector;
  return vectors_of(growth * words, f, weight_vectors - words / weights_now_, weights_now_);
}

double LayerFacts::activation_vectors_at(double i, double growth) const {
  const double words = activation_vectors * activations_of_vector;
  return vectors_of(growth * words, i, activation_vectors - words / activations_now_, activations_now_);
}

double LayerFacts::headroom(double vectors) const {
  return std::max(0.0, 1 - std::max({dram_use, dram_waits, vectors * broadcast_use, ppu_busy}));
}

}  // namespace scnnsim
