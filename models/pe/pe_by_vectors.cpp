// SPDX-License-Identifier: Apache-2.0
// The work of a piece by whole vectors: the same cycles and counters as issue() in pe.cpp, product by
// product, which stays the reference; tests hold the two together. Positions decide timing and values decide
// sums, so the two run apart: the scatter network takes what an issue's products are to the banks, their
// counts or their lanes, from patterns (bank_patterns.h) or, where these don't tell enough, from their
// positions (issue_positions.h); the sums are formed tile by tile (tile_product.h).
#include <algorithm>

#include "models/pe/pe.h"

namespace scnnsim {

void ProcessingElement::run_piece_by_vectors(std::uint32_t channel, const WeightStream& stream,
                                             std::uint32_t first_entry, std::uint32_t entries,
                                             std::uint32_t number, Cycle input_arrival) {
  const WeightPieceInUse piece(*weight_pieces_, own_piece_,
                               {{stream, first_entry, entries, piece_form_, env_.config.multiplier_array.i},
                                first_entry_of_pass_ + first_entry,
                                number},
                               coordinate_unit_);
  if (env_.work == PeWork::by_positions)
    issue_positions_.set_operands(iaram_.vectors(), *piece, coordinate_unit_);
  issue_piece(channel, *piece, first_entry, entries, input_arrival);
  const std::uint64_t weight_words = stream.words_of(first_entry, entries);
  const std::uint64_t vectors = iaram_.vector_count(channel), words = iaram_.words(channel);
  counts_.entries += entries;
  counts_.weight_words += weight_words;
  counts_.weight_words_read += weight_words * vectors;
  counts_.activation_words_read += words;
  counts_.issues += entries * vectors;
  counts_.value_pairs += std::uint64_t{piece->values} * iaram_.values(channel);
  counts_.word_pairs += weight_words * words;
}

void ProcessingElement::issue_piece(std::uint32_t channel, const WeightPiece& piece,
                                    std::uint32_t first_entry, std::uint32_t entries, Cycle input_arrival) {
  const std::uint32_t vectors = iaram_.vector_count(channel);
  const Cycle earliest = std::max(not_before_, input_arrival);
  if (delivered_in_time(first_entry, entries, earliest) &&
      may_run(earliest, std::uint64_t{vectors} * entries)) {
    const Cycle delivery = (*deliveries_)[first_entry_of_pass_ + first_entry];
    issue_run(piece, channel, 0, vectors, 0, entries, input_arrival, delivery);
  } else {
    meet_arriving_weights(channel, piece, first_entry, entries, input_arrival);
    issue_rows(channel, piece, entries, input_arrival);
  }
}

/// Whether an entry of the pass is there by a cycle, as far as is known already.
bool ProcessingElement::delivered_by(std::uint32_t entry, Cycle cycle) const {
  const std::size_t index = first_entry_of_pass_ + entry;
  return deliveries_->knows(index) && (*deliveries_)[index] <= cycle;
}

/// Whether no entry holds up its first issue, if the first of them is issued in `earliest`.
bool ProcessingElement::delivered_in_time(std::uint32_t first_entry, std::uint32_t entries,
                                          Cycle earliest) const {
  if (delivered_by(first_entry + entries - 1, earliest)) return true;
  for (std::uint32_t w = entries; w > 0; --w)
    if (!delivered_by(first_entry + w - 1, earliest + w - 1)) return false;
  return true;
}

/// The first activation vector meets the weights as they arrive,
void ProcessingElement::meet_arriving_weights(std::uint32_t channel, const WeightPiece& piece,
                                              std::uint32_t first_entry, std::uint32_t entries,
                                              Cycle input_arrival) {
  for (std::uint32_t w = 0; w < entries;) {
    const Cycle delivery = read(*deliveries_, first_entry_of_pass_ + first_entry + w, "a weight vector");
    const Cycle earliest = std::max({not_before_, input_arrival, delivery});
    std::uint32_t end = w + 1;
    while (end < entries && delivered_by(first_entry + end, earliest + (end - w))) ++end;
    if (!may_run(earliest, end - w)) end = w + 1;
    issue_run(piece, channel, 0, 1, w, end - w, input_arrival, delivery);
    w = end;
  }
}

/// the others find them all there: nothing but the output register holds them up.
void ProcessingElement::issue_rows(std::uint32_t channel, const WeightPiece& piece, std::uint32_t entries,
                                   Cycle input_arrival) {
  const std::uint32_t vectors = iaram_.vector_count(channel);
  for (std::uint32_t a = 1, rows = 1; a < vectors; a += rows) {
    rows = may_run(not_before_, std::uint64_t{vectors - a} * entries) ? vectors - a : 1;
    if (may_run(not_before_, std::uint64_t{rows} * entries))
      issue_run(piece, channel, a, rows, 0, entries, input_arrival, 0);
    else
      for (std::uint32_t w = 0; w < entries; ++w) issue_run(piece, channel, a, 1, w, 1, input_arrival, 0);
  }
}

/// Whether the quantum leaves room for a run that begins in `earliest`; each issue may wait for all products
/// of the one before. A run counts its cycles in 32 bits.
bool ProcessingElement::may_run(Cycle earliest, std::uint64_t issues) {
  const std::uint64_t cycles = (issues + 1) * (env_.config.lanes() + 1);
  return cycles <= UINT32_MAX && may_run_to(earliest + cycles);
}

/// Issues `activations` vectors against `weights` vectors, held up by nothing but the output register once
/// the first may go.
void ProcessingElement::issue_run(const WeightPiece& piece, std::uint32_t channel, std::uint32_t activation,
                                  std::uint32_t activations, std::uint32_t first_weight,
                                  std::uint32_t weights, Cycle input_arrival, Cycle delivery) {
  const Cycle earliest = std::max({not_before_, input_arrival, delivery});
  const IssueRun issues{activations, weights, !issued_ || network_cycle_ + 1 < earliest,
                        env_.issue_cycles.data()};
  if (issues.register_ready) {
    const Cycle register_empty = wait_for_register(earliest);
    own_gap(free_cycle_, network_cycle_, input_arrival, delivery, register_empty);
    free_cycle_ = network_cycle_;
  }
  const Cycle before = network_cycle_;
  network_cycle_ += scatter_network_->run(
      {issues, piece, first_weight, bank_turns_, issue_positions_, iaram_.vector_index(channel, activation)});
  if (activation + activations == iaram_.vector_count(channel))
    weight_fifo_.free_entries(before, issues.issue_cycle, weights);
  counts_.crossbar_cycles += network_cycle_ + 1 - free_cycle_ - std::uint64_t{activations} * weights;
  advance_to(network_cycle_);
  last_issue_ = network_cycle_;
  issued_ = true;
  free_cycle_ = not_before_ = network_cycle_ + 1;
}

/// The sums of the step.
void ProcessingElement::form_sums() {
  const StepWeights& weights =
      env_.step_weights.of(steps_done_, env_.program, coordinate_unit_, dense_blocks_.layout());
  add_tile_products(accumulator_banks_.narrow_sums(), dense_blocks_.layout().length, dense_blocks_.values(),
                    weights.pairs, weights.runs);
}

/// What issue() counts product by product.
void ProcessingElement::tell_counts() {
  const std::uint64_t inside = bank_turns_.kept(env_.weights_at_taps[env_.program.passes[pass_].group]);
  const std::uint64_t kept = env_.work == PeWork::by_patterns ? inside : issue_positions_.kept();
  stats_.issue += counts_.issues;
  stats_.crossbar += counts_.crossbar_cycles;
  weight_fifo_.count_accepted(counts_.entries, counts_.weight_words);
  weight_fifo_.count_reads(counts_.weight_words_read);
  iaram_.count_reads(counts_.activation_words_read);
  multiplier_array_.count_block(counts_.issues, counts_.value_pairs, counts_.word_pairs);
  multiplier_array_.count_dropped(counts_.value_pairs - inside);
  merge_unit_.count_merged(inside - kept);
  coordinate_unit_.count_coordinates(counts_.value_pairs);
  scatter_network_->count_transfers(kept);
  accumulator_banks_.count_updates(kept);
  counts_ = {};
}

}  // namespace scnnsim
