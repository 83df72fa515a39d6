// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/post_processing.h"

#include <stdexcept>

#include "tests/reference/index.h"

namespace scnnsim::lockstep {
PostProcessing::PostProcessing(const MachineConfig& config, const Workload& workload,
                               const LayerDescription& layer, const LayerTensors& tensors)
    : sums({layer.shape.K, layer.shape.P(), layer.shape.Q()}),
      config_(config),
      workload_(workload),
      layer_(layer),
      tensors_(tensors),
      units_(config.pe_count()) {}

std::size_t PostProcessing::owned_index(const Unit& unit, int k, int p, int q) const {
  return at((k * unit.rows.size() + p - unit.rows.begin) * unit.columns.size() + q - unit.columns.begin);
}

void PostProcessing::take(std::size_t pe, AccumulatorCopy copy, Cycle t) {
  Unit& unit = units_[pe];
  const int step = copy.step;
  if (unit.busy) throw std::logic_error("the PPU still holds the other copy");
  const Pass& pass = workload_.pass(step);
  unit.busy = true;
  unit.swap = t;
  unit.copy = std::move(copy);
  unit.rows = pass.pe_output_rows[pe / config_.pe_array.columns];
  unit.columns = pass.pe_output_columns[pe % config_.pe_array.columns];
  unit.owned.assign(at(workload_.ocg_filters(step) * unit.rows.size() * unit.columns.size()), 0);
  unit.processed = 0;
  unit.outputs.clear();
  if (!unit.copy.sums.empty())
    for (int k = 0; k < workload_.ocg_filters(step); ++k)
      for (int p = unit.rows.begin; p < unit.rows.end; ++p)
        for (int q = unit.columns.begin; q < unit.columns.end; ++q)
          if (unit.copy.rows.contains(p) && unit.copy.columns.contains(q))
            unit.owned[owned_index(unit, k, p, q)] = unit.copy.sums[unit.copy.address(k, p, q)];
  HaloExchange& exchange = exchanges_.try_emplace(step, config_, workload_, step).first->second;
  for (HaloWord& word : exchange.words)
    if (word.source == pe) word.value = unit.copy.sums.at(unit.copy.address(word.k, word.p, word.q));
  ++activity;
}

void PostProcessing::cycle(Cycle t) {
  // The PPUs see what has arrived before this cycle.
  for (std::size_t pe = 0; pe < units_.size(); ++pe) {
    Unit& unit = units_[pe];
    if (!unit.busy || unit.swap >= t || unit.processed == unit.owned.size()) continue;
    if (!exchanges_.at(unit.copy.step).is_finished(pe, t)) continue;
    for (std::uint32_t i = 0; i < config_.ppu.entries_per_cycle && unit.processed < unit.owned.size(); ++i)
      process(unit);
    ++activity;
  }
  for (auto& [step, exchange] : exchanges_) run_links(exchange, step, t);
}

void PostProcessing::process(Unit& unit) {
  const std::size_t plane = at(unit.rows.size() * unit.columns.size());
  const int k = static_cast<int>(unit.processed / plane);
  const int position = static_cast<int>(unit.processed % plane);
  const int p = unit.rows.begin + position / unit.columns.size();
  const int q = unit.columns.begin + position % unit.columns.size();
  const std::size_t channel = at(workload_.output_channel(unit.copy.step, k));
  const std::int64_t bias = tensors_.bias ? tensors_.bias->data[channel] : 0;
  const std::int64_t sum = unit.owned[unit.processed] + bias;
  sums.data[(channel * sums.shape[1] + at(p)) * sums.shape[2] + at(q)] = sum;
  unit.outputs.push_back(requantised(sum, layer_, config_.multiplier_array.operand_bits));
  ++unit.processed;
  ++entries;
  ++outputs_recorded;
}

void PostProcessing::run_links(HaloExchange& exchange, int step, Cycle t) {
  auto has_copy = [&](std::size_t pe) {
    return units_[pe].busy && units_[pe].copy.step == step && units_[pe].swap < t;
  };
  for (HaloLink& link : exchange.links) {
    while (link.round < link.rounds.size() && link.rounds[link.round].empty()) ++link.round;
    if (link.round == link.rounds.size() || !has_copy(link.from) || !has_copy(link.to)) continue;
    if (link.moved > 0 || exchange.may_begin(link, t)) move(exchange, link, t);
  }
}

/// Moves words of the link's round in cycle t; when they have all been moved, the round arrives after this
/// cycle.
void PostProcessing::move(HaloExchange& exchange, HaloLink& link, Cycle t) {
  const auto& round = link.rounds[link.round];
  for (std::uint32_t i = 0; i < config_.ppu.halo_words_per_cycle && link.moved < round.size(); ++i) {
    HaloWord& word = exchange.words[round[link.moved++]];
    if (word.at != link.from) throw std::logic_error("a halo word is moved before it has arrived");
    ++halo_words;
  }
  ++activity;
  if (link.moved < round.size()) return;
  for (std::size_t index : round) {
    HaloWord& word = exchange.words[index];
    word.at = link.to;
    Unit& owner = units_[link.to];
    if (word.owner == link.to) owner.owned[owned_index(owner, word.k, word.p, word.q)] += word.value;
  }
  link.arrival[link.round] = t + 1;
  ++link.round;
  link.moved = 0;
}

std::optional<std::uint64_t> PostProcessing::finish(std::size_t pe, Cycle t) {
  Unit& unit = units_[pe];
  if (!unit.busy || unit.processed < unit.owned.size()) return std::nullopt;
  const int step = unit.copy.step;
  if (!exchanges_.at(step).is_finished(pe, t + 1)) return std::nullopt;
  std::uint64_t words = 0;
  const std::size_t plane = at(unit.rows.size() * unit.columns.size());
  if (tensors_.written && !unit.outputs.empty()) {
    for (int k = 0; k < workload_.ocg_filters(step); ++k)
      words += store_activations(config_, workload_.dense,
                                 written_values(layer_.shape, *tensors_.written,
                                                workload_.output_channel(step, k), unit.rows, unit.columns))
                   .size();
    unit.outputs.clear();
  }
  for (std::size_t first = 0; first < unit.outputs.size(); first += plane) {
    const auto begin = unit.outputs.begin() + static_cast<std::ptrdiff_t>(first);
    words += store_activations(config_, workload_.dense, {begin, begin + static_cast<std::ptrdiff_t>(plane)})
                 .size();
  }
  oaram_writes += words;
  unit.busy = false;
  ++unit.finished_steps;
  ++activity;
  // Every PE has finished the step: its exchange is over.
  bool over = true;
  for (const Unit& other : units_) over = over && other.finished_steps > step;
  if (over) exchanges_.erase(step);
  return words;
}

}  // namespace scnnsim::lockstep
