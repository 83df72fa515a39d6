// SPDX-License-Identifier: Apache-2.0
// The work of a PE by whole vectors: the same cycles and counters as issue() in pe.cpp, product by product,
// which stays the reference; tests hold the two together. Positions decide timing and values decide sums, so
// the two run apart: the scatter network takes what an issue's products are to the banks, their counts or
// their lanes, from patterns (bank_patterns.h) or, where these don't tell enough, from their positions
// (issue_positions.h); the sums are formed tile by tile (tile_product.h). Pieces whose weights are known to
// be there in time go to the network many at once (pending_runs.h).
#include <algorithm>
#include <cassert>

#include "models/pe/pe.h"

namespace scnnsim {

/// For the pass that has begun.
void ProcessingElement::begin_pass_by_vectors() {
  const Pass& pass = env_.program.passes[pass_];
  coordinate_unit_.place_activations(
      KeptTaps(env_.program.geometry, pass, *tile_),
      env_.kept_classes.of(env_.program, pass_, tile_->region(env_.program.geometry)));
  if (env_.values.computed) iaram_.lay_out(coordinate_unit_, dense_blocks_);
  iaram_.prepare_turns(coordinate_unit_, bank_turns_);
  if (env_.work == PeWork::by_patterns)
    iaram_.forget_vectors();
  else
    issue_positions_.begin_pass(coordinate_unit_, iaram_.vectors(), iaram_.all_vectors(),
                                static_cast<std::size_t>(coordinate_unit_.area()) * env_.program.kc);
  step_vectors_ = &env_.step_vectors.of(coordinate_unit_);
}

void ProcessingElement::begin_step_by_vectors(const Step& step) {
  const WeightBlock vectors = env_.program.vectors_of(step);
  step_source_.emplace(StepVectors::Source{steps_done_, env_.program.stream_of(step), vectors.first_vector,
                                           vectors.vectors, vector_form(env_.work, env_.config),
                                           env_.config.multiplier_array.i});
  step_vectors_->turn_to(*step_source_, coordinate_unit_);
  issue_positions_.begin_step(iaram_.vectors(), *step_vectors_, coordinate_unit_, step_words_);
  last_entry_of_step_ = last_entry(step);
}

/// The last one, counted over the layer, that meets activations; if there is none, nothing asks.
std::size_t ProcessingElement::last_entry(const Step& step) const {
  std::size_t last = 0;
  for_each_block(step, [&](std::uint32_t, const WeightBlock& block) {
    last = first_entry_of_pass_ + block.first_vector + block.vectors - 1;
  });
  return last;
}

void ProcessingElement::run_blocks_by_vectors(const Step& step) {
  const bool switches = env_.config.pe.block_switch_cycles > 0;
  for_each_block(step, [&](std::uint32_t channel, const WeightBlock& block) {
    if (append_at_once(step, channel, block)) return;
    if (switches || !input_known(step, channel)) issue_pending();
    if (pending_.empty()) switch_block();
    const Cycle arrival = input_arrival(step, channel);
    block.for_each_piece(env_.config.weight_fifo.entries,
                         [&](std::uint32_t first_entry, std::uint32_t entries) {
                           run_piece_by_vectors({channel, first_entry, entries, arrival});
                         });
  });
  issue_pending();
  if (env_.values.computed) form_sums();
}

/// Appends a block to what is pending if a look tells that it follows without a gap, as most do.
bool ProcessingElement::append_at_once(const Step& step, std::uint32_t channel, const WeightBlock& block) {
  const std::uint64_t issues = std::uint64_t{iaram_.vector_count(channel)} * block.vectors;
  const Cycle earliest = pending_.earliest_end();
  if (!pending_.have_room_for(issues) || !delivered_by(block.first_vector + block.vectors - 1, earliest) ||
      !input_by(step, channel, earliest))
    return false;
  append(run_of(channel, block.first_vector, block.vectors));
  return true;
}

void ProcessingElement::append(const IssueRun& run) {
  if (env_.work == PeWork::by_patterns) bank_turns_.prefetch(run.first_activation, run.activation_vectors);
  pending_.append(run);
}

/// All activations of a channel with the entries of the pass from `first_entry` on.
IssueRun ProcessingElement::run_of(std::uint32_t channel, std::uint32_t first_entry,
                                   std::uint32_t entries) const {
  return {iaram_.vector_index(channel, 0), iaram_.vector_count(channel),
          first_entry - static_cast<std::uint32_t>(step_source_->first_vector), entries};
}

/// How many cycles runs that begin in `earliest` may take: what the quantum leaves, as last seen. They count
/// their cycles in 32 bits, and move the clock at once, which the watchdog must not take for standing still.
std::uint64_t ProcessingElement::most_cycles_from(Cycle earliest) const {
  const Cycle before = std::max(may_run_before(), earliest + 1);
  return std::min({std::uint64_t{UINT32_MAX}, context().watchdog(), before - earliest - 1});
}

/// For how many issues the quantum is sure to last if the first is in `earliest`; none where blocks have gaps
/// between them.
std::uint64_t ProcessingElement::most_issues_from(Cycle earliest) const {
  if (env_.config.pe.block_switch_cycles > 0) return 0;
  return pending_.most_issues_within(most_cycles_from(earliest));
}

/// A piece goes to those that are pending if it follows them without a gap; else it begins new ones.
void ProcessingElement::run_piece_by_vectors(const Piece& piece) {
  const IssueRun run = run_of(piece.channel, piece.first_entry, piece.entries);
  if (pending_.empty() || !follows_pending(piece, run)) {
    issue_pending();
    wait_for_entries();
    begin_pending(piece);
    if (!follows_pending(piece, run)) return meet_arriving_weights(piece, run);
  }
  append(run);
}

/// Whether nothing holds up the run's issues in front of the output register, if it follows what is pending.
bool ProcessingElement::follows_pending(const Piece& piece, const IssueRun& run) {
  const Cycle earliest = pending_.earliest_end();
  return piece.input_arrival <= earliest && delivered_in_time(piece.first_entry, piece.entries, earliest) &&
         may_run(pending_.start().earliest, pending_.most_cycles_with(run));
}

/// Nothing is pending: the piece's first issue will begin.
void ProcessingElement::begin_pending(const Piece& piece) {
  const Cycle delivery = delivery_of(piece.first_entry);
  const Cycle earliest = std::max({not_before_, piece.input_arrival, delivery});
  pending_.begin({earliest, piece.input_arrival, delivery}, most_issues_from(earliest));
}

/// Waits for all entries of the step that come without this PE freeing another one, so that it has to wait
/// seldom. That may be later than the first of them are issued, and holds up nobody: what they free, only the
/// broadcast waits for, and not before it has delivered those that have a place. Nothing beyond the last
/// entry that this PE takes in the step is waited for, so the step's end is not before any delivery that was
/// read.
void ProcessingElement::wait_for_entries() {
  read(*deliveries_, std::min(weight_fifo_.first_without_place() - 1, last_entry_of_step_),
       "a weight vector");
}

/// Of an entry of the pass that has been waited for.
Cycle ProcessingElement::delivery_of(std::uint32_t entry) const {
  assert(deliveries_->knows(first_entry_of_pass_ + entry));
  return (*deliveries_)[first_entry_of_pass_ + entry];
}

/// Whether an entry of the pass is there by a cycle, as far as is known already. Results do not depend on how
/// much is: only how many runs go to the network at once does.
bool ProcessingElement::delivered_by(std::uint32_t entry, Cycle cycle) const {
  return deliveries_->arrived_by(first_entry_of_pass_ + entry, cycle);
}

/// Whether no entry holds up its first issue, if the first of them is issued in `earliest`.
bool ProcessingElement::delivered_in_time(std::uint32_t first_entry, std::uint32_t entries,
                                          Cycle earliest) const {
  if (delivered_by(first_entry + entries - 1, earliest)) return true;
  for (std::uint32_t w = entries; w > 0; --w)
    if (!delivered_by(first_entry + w - 1, earliest + w - 1)) return false;
  return true;
}

/// Whether runs that begin in `earliest` may take up to `cycles`.
bool ProcessingElement::may_run(Cycle earliest, std::uint64_t cycles) {
  return may_run_to(earliest + cycles) && cycles <= most_cycles_from(earliest);
}

/// The first activation vector meets the weights as they arrive,
void ProcessingElement::meet_arriving_weights(const Piece& piece, const IssueRun& run) {
  for (std::uint32_t w = 0; w < piece.entries;) {
    const Cycle delivery = delivery_of(piece.first_entry + w);
    pending_.begin({std::max({not_before_, piece.input_arrival, delivery}), piece.input_arrival, delivery},
                   0);
    IssueRun part{run.first_activation, 1, run.first_weight + w, 1};
    while (w + part.weight_vectors < piece.entries &&
           delivered_by(piece.first_entry + w + part.weight_vectors,
                        pending_.start().earliest + part.weight_vectors))
      ++part.weight_vectors;
    if (!may_run(pending_.start().earliest, pending_.most_cycles_with(part))) part.weight_vectors = 1;
    pending_.append(part);
    issue_runs(run.activation_vectors == 1);
    w += part.weight_vectors;
  }
  if (run.activation_vectors > 1)
    issue_rows({run.first_activation + 1, run.activation_vectors - 1, run.first_weight, run.weight_vectors});
}

/// the others find them all there: nothing but the output register holds them up.
void ProcessingElement::issue_rows(const IssueRun& rows) {
  pending_.begin({not_before_, 0, 0}, most_issues_from(not_before_));
  if (may_run(not_before_, pending_.most_cycles_with(rows))) return pending_.append(rows);
  const std::uint32_t end = rows.first_activation + rows.activation_vectors;
  for (std::uint32_t a = rows.first_activation; a < end; ++a)
    for (std::uint32_t w = 0; w < rows.weight_vectors; ++w) {
      pending_.begin({not_before_, 0, 0}, 0);
      pending_.append({a, 1, rows.first_weight + w, 1});
      issue_runs(a + 1 == end);
    }
}

void ProcessingElement::issue_pending() {
  if (!pending_.empty()) issue_runs(true);
}

/// Issues the pending runs, held up by nothing but the output register once the first may go.
/// `free_entries`: they end their pieces.
void ProcessingElement::issue_runs(bool free_entries) {
  const PendingRuns::Start& start = pending_.start();
  const IssueRun& last = pending_.runs().back();
  step_vectors_->decode(*step_source_, pending_.runs().front().first_weight,
                        last.first_weight + last.weight_vectors, coordinate_unit_);
  const IssueRuns issues{pending_.runs().data(), pending_.runs().size(),
                         !issued_ || network_cycle_ + 1 < start.earliest, env_.issue_cycles.data()};
  if (issues.register_ready) {
    const Cycle register_empty = wait_for_register(start.earliest);
    own_gap(free_cycle_, network_cycle_, start.input_arrival, start.delivery, register_empty);
    free_cycle_ = network_cycle_;
  }
  const Cycle before = network_cycle_;
  network_cycle_ += scatter_network_->run({issues, *step_vectors_, bank_turns_, issue_positions_});
  if (free_entries) {
    std::size_t entries = 0;
    for (const IssueRun& run : issues) entries += run.weight_vectors;
    assert(entries + issue_cycle_slack <= env_.issue_cycles.size());  // they all stand in the FIFO
    weight_fifo_.free_entries(before, issues.issue_cycle, entries);
  }
  crossbar_cycles_ += network_cycle_ + 1 - free_cycle_ - pending_.issues();
  pending_.clear();
  advance_to(network_cycle_);
  note_issue(network_cycle_);
}

/// The sums of the step.
void ProcessingElement::form_sums() {
  dense_blocks_.prefetch();
  StepWeights& weights = env_.step_weights.of(coordinate_unit_);
  weights.turn_to(steps_done_, env_.program, coordinate_unit_, dense_blocks_.layout());
  add_tile_products(accumulator_banks_.narrow_sums(), dense_blocks_.layout().length, dense_blocks_.values(),
                    weights.pairs, weights.runs);
}

/// What issue() counts product by product, of the whole pass: in it every weight vector of a channel meets
/// every activation vector of the channel.
void ProcessingElement::count_pass() {
  const WeightTotals& totals = env_.weight_totals[env_.program.passes[pass_].group];
  std::uint64_t issues = 0, value_pairs = 0, word_pairs = 0;
  for (std::uint32_t channel = 0; channel < env_.program.geometry.channels; ++channel) {
    const WeightTotals::Channel& weights = totals.of(channel);
    const std::uint64_t vectors = iaram_.vector_count(channel), words = iaram_.words(channel);
    if (!has_activations(channel)) continue;
    weight_fifo_.count_accepted(weights.vectors, weights.words);
    weight_fifo_.count_reads(weights.words * vectors);
    iaram_.count_reads(weights.pieces * words);
    issues += weights.vectors * vectors;
    value_pairs += weights.values * iaram_.values(channel);
    word_pairs += weights.words * words;
  }
  const std::uint64_t inside = bank_turns_.kept(totals);
  const std::uint64_t kept = env_.work == PeWork::by_patterns ? inside : issue_positions_.kept();
  stats_.issue += issues;
  stats_.crossbar += crossbar_cycles_;
  crossbar_cycles_ = 0;
  multiplier_array_.count_block(issues, value_pairs, word_pairs);
  multiplier_array_.count_dropped(value_pairs - inside);
  merge_unit_.count_merged(inside - kept);
  coordinate_unit_.count_coordinates(value_pairs);
  scatter_network_->count_transfers(kept);
  accumulator_banks_.count_updates(kept);
}

}  // namespace scnnsim
