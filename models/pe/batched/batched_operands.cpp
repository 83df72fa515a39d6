// SPDX-License-Identifier: Apache-2.0
// Work of the batched engine once per pass and step: laying out activations, forming sums, counting.
#include <algorithm>

#include "models/pe/accumulator_banks.h"
#include "models/pe/activation_ram.h"
#include "models/pe/batched/batched_engine.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/merge_unit.h"
#include "models/pe/multiplier_array.h"
#include "models/pe/scatter/scatter_network.h"
#include "models/pe/weight_fifo.h"

namespace scnnsim {

void BatchedEngine::begin_pass(const Pass& pass) {
  pass_ = &pass;
  tile_ = &pass.tiles[pe_];
  const UnitGeometry& geometry = shared_.program.geometry;
  const auto number = static_cast<std::size_t>(&pass - shared_.program.passes.data());
  places_.configure(geometry, ValidTaps(geometry, pass, *tile_),
                    shared_.tap_classes.of(shared_.program, number, tile_->region(geometry)),
                    shared_.program.kc);
  patterns_ = &shared_.patterns.of(boxes_.coordinate_unit);
  place_activations();
  products_handed_ = 0;
  if (shared_.form != PatternForm::positions) return;
  activations_.decode(boxes_.iaram, tile_->input.columns.size(), boxes_.coordinate_unit);
  positions_.begin_pass(boxes_.coordinate_unit, activations_.all().data(), activations_.all().size(),
                        static_cast<std::size_t>(boxes_.coordinate_unit.area()) * shared_.program.kc);
}

/// Lays out the tile's activations: dense for the sums, as rotations for the bank patterns.
void BatchedEngine::place_activations() {
  const ActivationRam& ram = boxes_.iaram;
  const std::uint32_t i = shared_.config.multiplier_array.i;
  const auto channels = static_cast<std::uint32_t>(ram.channels());
  const auto columns = static_cast<std::uint32_t>(tile_->input.columns.size());
  first_vector_.assign(1, 0);
  for (std::uint32_t channel = 0; channel < channels; ++channel)
    first_vector_.push_back(first_vector_.back() + ceil_divide(ram.words(channel), i));
  values_.assign(channels, 0);
  rotations_.begin_pass(places_, first_vector_.back(), i);
  if (shared_.computes_sums) dense_blocks_.reset(channels, places_.block_length());
  for (std::uint32_t channel = 0; channel < channels; ++channel) {
    std::int16_t* const block = shared_.computes_sums ? dense_blocks_.block(channel) : nullptr;
    ram.for_each_value(channel, [&](std::uint32_t word, std::uint32_t position, std::int16_t value) {
      const std::int32_t address =
          boxes_.coordinate_unit.activation_address(position / columns, position % columns);
      rotations_.add(first_vector_[channel] + word / i, word % i, address);
      if (block) block[address] = value;
      ++values_[channel];
    });
    rotations_.end_channel();
  }
  rotations_.end_pass();
}

/// Forms the sums of a step in the accumulators (tile_product.h).
void BatchedEngine::form_sums(std::size_t number) {
  const Step& step = shared_.program.steps[number];
  dense_blocks_.prefetch();
  StepWeights& weights = shared_.step_weights.of(boxes_.coordinate_unit);
  weights.begin_step(number, shared_.program, boxes_.coordinate_unit, dense_blocks_.layout());
  shared_.program.sums_fit_int32 ? form_sums(step, weights, shared_.sums)
                                 : form_sums(step, weights, shared_.wide_sums);
}

template <class Sum>
void BatchedEngine::form_sums(const Step& step, const StepWeights& weights, std::vector<Sum>& sums) {
  const auto words = static_cast<std::size_t>(boxes_.coordinate_unit.area()) * step.filters;
  sums.assign(words + DenseBlocks::simd_slack, 0);
  add_tile_products(sums.data(), dense_blocks_.layout().length, dense_blocks_.values(), weights.pairs,
                    weights.runs);
  if (faults_.drop_product.armed() || faults_.wrong_address.armed()) inject_value_faults(step, sums);
  sums.resize(words);
  boxes_.accumulator_banks.filling().as<Sum>().swap(sums);
}

/// Injected faults: removes a product from the sums, or moves it to the address after its own.
template <class Sum>
void BatchedEngine::inject_value_faults(const Step& step, std::vector<Sum>& sums) {
  const std::vector<std::uint16_t>& banks = boxes_.coordinate_unit.banks();
  const std::size_t words = sums.size() - DenseBlocks::simd_slack;
  const auto inject = [&](std::size_t address, std::int32_t product) {
    if (faults_.drop_product.hits()) sums[address] -= product;
    if (!faults_.wrong_address.hits()) return;
    sums[address] -= product;
    sums[(address + 1) % words] += product;
  };
  const WeightStream& stream = shared_.program.stream_of(step);
  shared_.program.for_each_block(step, [&](std::uint32_t channel, const WeightBlock& block) {
    const std::int16_t* activations = dense_blocks_.block(channel);
    stream.for_each_value(block, [&](const WeightWord& word) {
      const auto first = static_cast<std::size_t>(boxes_.coordinate_unit.weight_address(word));
      for (std::size_t t = 0; t < dense_blocks_.layout().length; ++t)
        if (activations[t] != 0 && banks[first + t] != CoordinateUnit::dropped)
          inject(first + t, word.value * activations[t]);
    });
  });
}

/// Counts a pass as a whole: every weight vector of a channel meets every activation vector of the channel.
/// Three numbers come from the issues themselves: the conflict cycles, the products handed to the network
/// (forms with patterns), and the products kept (form `positions`).
///
/// ProcessingElement::check_pass() compares the products handed to the network with the products counted. In
/// form `positions` both are the number kept, and the number merged is what ties it to the totals: 0 if
/// nothing is merged, else at most the products inside.
void BatchedEngine::end_pass() {
  const WeightTotals& totals = shared_.weight_totals[pass_->group];
  std::uint64_t issues = 0, multiplies = 0, lane_products = 0;
  for (std::uint32_t channel = 0; channel < shared_.program.geometry.channels; ++channel) {
    const WeightTotals::Channel& weights = totals.of(channel);
    const std::uint64_t vectors = vector_count(channel), words = boxes_.iaram.words(channel);
    if (vectors == 0) continue;
    boxes_.weight_fifo.stats().entries += weights.vectors;
    boxes_.weight_fifo.stats().writes += weights.words;
    boxes_.weight_fifo.stats().reads += weights.words * vectors;
    boxes_.iaram.stats().reads += weights.pieces * words;
    issues += weights.vectors * vectors;
    multiplies += weights.values * values_[channel];
    lane_products += weights.words * words;
  }
  const bool merges = shared_.form == PatternForm::positions;
  const std::uint64_t inside = rotations_.products(totals) + faults_.miscount_pass.hits();
  const std::uint64_t kept = merges ? positions_.kept() : inside;
  auto& array = boxes_.multiplier_array.stats();
  array.issues += issues;
  array.multiplies += multiplies;
  array.placeholders += lane_products - multiplies;
  array.dropped += multiplies - inside;
  boxes_.merge_unit.stats().merged += inside - kept;
  boxes_.coordinate_unit.stats().coordinates += multiplies;
  boxes_.accumulator_banks.stats().updates += kept;
  boxes_.scatter_network.stats().transfers += merges ? kept : products_handed_;
  boxes_.scatter_network.stats().conflict_cycles += network_->conflict_cycles() - conflicts_counted_;
  conflicts_counted_ = network_->conflict_cycles();
}

}  // namespace scnnsim
