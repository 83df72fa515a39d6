// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/batched_engine.h"

#include <algorithm>

#include "models/pe/coordinate_unit.h"
#include "models/pe/issue_port.h"
#include "models/pe/scatter/scatter_network.h"
#include "models/pe/weight_fifo.h"

namespace scnnsim {

BatchedShared::BatchedShared(const MachineConfig& machine, const LayerProgram& layer, PatternForm decoded,
                             bool sums_wanted, const Fault& injected)
    : config(machine), program(layer), form(decoded), computes_sums(sums_wanted), fault(injected) {
  const std::uint32_t entries = config.weight_fifo.entries;
  for (const WeightStream& stream : program.streams)
    weight_totals.emplace_back(stream, program.geometry, entries);
  const std::size_t copies = fault.kind == Fault::Kind::repeat_block ? 2 : 1;
  issue_cycles.resize(copies * entries + issue_cycle_slack);
}

BatchedEngine::BatchedEngine(BatchedShared& shared, std::uint32_t pe, const PeBoxes& boxes, IssuePort& port)
    : shared_(shared),
      pe_(pe),
      boxes_(boxes),
      port_(port),
      faults_(shared.fault, pe),
      network_(make_batched_network(shared.config, shared.form, faults_.extra_queue_depth)),
      places_(boxes.coordinate_unit, shared.config.accumulator.banks),
      activations_(shared.config.multiplier_array.i),
      positions_(shared.config),
      batch_(shared.config.lanes()) {}

std::optional<Cycle> BatchedEngine::run_step(std::size_t number, Cycle go) {
  const Step& step = shared_.program.steps[number];
  begin_step(number, go);
  run_blocks(step);
  send_batch();
  if (shared_.computes_sums) form_sums(number);
  if (!issued_) return std::nullopt;
  return drain();
}

void BatchedEngine::begin_step(std::size_t number, Cycle go) {
  const Step& step = shared_.program.steps[number];
  const WeightBlock vectors = shared_.program.vectors_of(step);
  source_.emplace(DecodedPatterns::Source{number, shared_.program.stream_of(step), vectors.first_vector,
                                          vectors.vectors, shared_.form, shared_.config.multiplier_array.i,
                                          shared_.config.weight_fifo.entries});
  patterns_->begin_step(*source_, places_, faults_.stale_patterns.hits());
  if (shared_.form == PatternForm::positions)
    positions_.begin_step(activations_.all().data(), *patterns_, boxes_.coordinate_unit,
                          static_cast<std::size_t>(boxes_.coordinate_unit.area()) * step.filters);
  last_entry_ = last_entry(step);
  not_before_ = go;
  issued_ = false;
}

/// The last entry of the step that meets activations; 0 if there is none.
std::size_t BatchedEngine::last_entry(const Step& step) const {
  const std::uint32_t channels = shared_.program.geometry.channels;
  const WeightBlock* blocks = &shared_.program.stream_of(step).block(step.ocg, channels, 0);
  for (std::uint32_t channel = channels; channel-- > 0;)
    if (vector_count(channel) > 0 && !blocks[channel].empty())
      return std::size_t{blocks[channel].first_vector} + blocks[channel].vectors - 1;
  return 0;
}

void BatchedEngine::run_blocks(const Step& step) {
  const std::uint32_t switch_cycles = shared_.config.pe.block_switch_cycles;
  shared_.program.for_each_block(step, [&](std::uint32_t channel, const WeightBlock& block) {
    if (vector_count(channel) == 0) return;
    port_.enter_channel(channel);
    if (append_at_once(channel, block)) return;
    if (switch_cycles > 0 || !port_.input_known(channel)) send_batch();
    if (batch_.empty() && issued_) not_before_ = network_cycle_ + 1 + switch_cycles;
    const Cycle arrival = port_.wait_for_input(channel);
    block.for_each_piece(shared_.config.weight_fifo.entries, [&](std::uint32_t first, std::uint32_t entries) {
      run_piece({channel, first, entries, arrival});
    });
    if (port_.is_observed()) end_observed_block();
  });
}

/// Each channel of an observed PE is a batch of its own, so that every cycle is reported with its channel.
/// The size of a batch changes no cycle.
void BatchedEngine::end_observed_block() {
  send_batch();
  port_.observe_queues(network_cycle_, network_->queued());
}

/// Shortcut for most blocks: appends the block to the batch if its input and its last entry arrive by its
/// first issue. Returns whether it did.
bool BatchedEngine::append_at_once(std::uint32_t channel, const WeightBlock& block) {
  const IssueBlock issues = issue_block(channel, block.first_vector, block.vectors);
  const Cycle earliest = batch_.earliest_end();
  if (!batch_.has_room_for(issues.issues()) ||
      !port_.delivered_by(std::size_t{block.first_vector} + block.vectors - 1, earliest) ||
      !port_.input_arrived_by(channel, earliest))
    return false;
  append(issues);
  return true;
}

void BatchedEngine::append(const IssueBlock& block) {
  rotations_.prefetch(block.first_activation, block.activation_vectors);
  batch_.append(block);
}

/// Most cycles that a batch beginning in `earliest` may take. Limits: the quantum, by the kernel time that
/// was last read; the network's 32-bit counts of cycles; and the watchdog, because the clock moves over the
/// whole batch at once.
std::uint64_t BatchedEngine::most_cycles_from(Cycle earliest) const {
  const Cycle before = std::max(port_.may_run_before(), earliest + 1);
  return std::min({std::uint64_t{UINT32_MAX}, port_.longest_step(), before - earliest - 1});
}

/// Most issues that surely fit most_cycles_from() if the first is in `earliest`. 0 if block switches leave
/// gaps between blocks.
std::uint64_t BatchedEngine::most_issues_from(Cycle earliest) const {
  if (shared_.config.pe.block_switch_cycles > 0) return 0;
  return batch_.most_issues_within(most_cycles_from(earliest));
}

/// Whether a batch that begins in `earliest` may take `cycles` cycles.
bool BatchedEngine::may_run(Cycle earliest, std::uint64_t cycles) {
  return port_.may_run_to(earliest + cycles) && cycles <= most_cycles_from(earliest);
}

/// Appends a piece to the batch if it follows without a gap; else begins a new batch.
void BatchedEngine::run_piece(const Piece& piece) {
  const IssueBlock block = issue_block(piece.channel, piece.first_entry, piece.entries);
  if (batch_.empty() || !follows_batch(piece, block)) {
    send_batch();
    wait_for_entries(piece);
    begin_batch(piece);
    if (!follows_batch(piece, block)) return meet_arriving_weights(piece, block);
  }
  append(block);
}

/// Whether only the output register can delay the block's issues if the block joins the batch.
bool BatchedEngine::follows_batch(const Piece& piece, const IssueBlock& block) {
  const Cycle earliest = batch_.earliest_end();
  return piece.input_arrival <= earliest && delivered_in_time(piece.first_entry, piece.entries, earliest) &&
         may_run(batch_.start().earliest, batch_.most_cycles_with(block));
}

/// Begins a batch with the first issue of the piece.
void BatchedEngine::begin_batch(const Piece& piece) {
  const Cycle delivery = port_.wait_for_entry(piece.first_entry);
  const Cycle earliest = std::max({not_before_, piece.input_arrival, delivery});
  batch_.begin({earliest, piece.input_arrival, delivery}, most_issues_from(earliest));
}

/// Waits for every entry of the step that already has a FIFO slot. Safe, although the last of these entries
/// may arrive after the first one is issued: only the broadcast waits for slots freed here, and it has
/// delivered these entries first. Never waits for an entry beyond the last one that this PE takes in the
/// step, so the step does not end before a delivery that was read.
void BatchedEngine::wait_for_entries(const Piece& piece) {
  const std::size_t first_without_slot =
      boxes_.weight_fifo.first_without_slot() - port_.first_entry_of_pass();
  port_.wait_for_entry(
      std::max<std::size_t>(piece.first_entry, std::min(first_without_slot - 1, last_entry_)));
}

/// Whether every entry is delivered by its first issue, if the first entry is issued in `earliest`. An
/// unknown delivery counts as late. This affects the size of the batch, not the results.
bool BatchedEngine::delivered_in_time(std::uint32_t first_entry, std::uint32_t entries,
                                      Cycle earliest) const {
  if (port_.delivered_by(first_entry + entries - 1, earliest)) return true;
  for (std::uint32_t w = entries; w > 0; --w)
    if (!port_.delivered_by(first_entry + w - 1, earliest + w - 1)) return false;
  return true;
}

/// Issues a piece whose weights are still arriving. The first activation vector meets the weights as they
/// arrive. The other vectors find all weights in the FIFO.
void BatchedEngine::meet_arriving_weights(const Piece& piece, const IssueBlock& block) {
  for (std::uint32_t w = 0; w < piece.entries;) {
    const Cycle delivery = port_.wait_for_entry(piece.first_entry + w);
    batch_.begin({std::max({not_before_, piece.input_arrival, delivery}), piece.input_arrival, delivery}, 0);
    IssueBlock part{block.first_activation, 1, block.first_weight + w, 1, block.channel};
    while (w + part.weight_vectors < piece.entries &&
           port_.delivered_by(piece.first_entry + w + part.weight_vectors,
                              batch_.start().earliest + part.weight_vectors))
      ++part.weight_vectors;
    if (!may_run(batch_.start().earliest, batch_.most_cycles_with(part))) part.weight_vectors = 1;
    batch_.append(part);
    send(block.activation_vectors == 1);
    w += part.weight_vectors;
  }
  if (block.activation_vectors > 1)
    issue_rows({block.first_activation + 1, block.activation_vectors - 1, block.first_weight,
                block.weight_vectors, block.channel});
}

/// Issues activation vectors whose weights have all arrived. Only the output register can delay them.
void BatchedEngine::issue_rows(const IssueBlock& rows) {
  batch_.begin({not_before_, 0, 0}, most_issues_from(not_before_));
  if (may_run(not_before_, batch_.most_cycles_with(rows))) return batch_.append(rows);
  const std::uint32_t end = rows.first_activation + rows.activation_vectors;
  for (std::uint32_t a = rows.first_activation; a < end; ++a)
    for (std::uint32_t w = 0; w < rows.weight_vectors; ++w) {
      batch_.begin({not_before_, 0, 0}, 0);
      batch_.append({a, 1, rows.first_weight + w, 1, rows.channel});
      send(a + 1 == end);
    }
}

void BatchedEngine::send_batch() {
  if (!batch_.empty()) send(true);
}

/// Hands the batch to the network. `free_entries`: the blocks contain the last activation vectors of their
/// pieces, so the FIFO entries are freed.
void BatchedEngine::send(bool free_entries) {
  const IssueBatch::Start& start = batch_.start();
  const IssueBlock &first = batch_.blocks().front(), &last = batch_.blocks().back();
  patterns_->decode(*source_, first.first_weight, last.first_weight + last.weight_vectors, places_);
  if (faults_.rotate_pattern.hits())
    patterns_->use(shared_.form, [&](auto& patterns) { patterns.rotate_by_one(first.first_weight); });
  const std::vector<IssueBlock>& blocks = faults_.altered(batch_.blocks());
  const bool register_ready = !issued_ || network_cycle_ + 1 < start.earliest;
  if (register_ready) own_wait(start, wait_for_register(start.earliest));
  const Cycle before = network_cycle_;
  const IssueOutcome outcome = network_->run(
      {{blocks.data(), blocks.size(), register_ready, shared_.issue_cycles.data(), room_for_waits()},
       *patterns_,
       rotations_,
       positions_});
  network_cycle_ += outcome.cycles - faults_.lose_cycle.hits();
  if (free_entries) free_batch_entries(before);
  products_handed_ += products_of(blocks);
  const IssueWaits waits{before, shared_.waits.data(), outcome.waits};
  port_.own_issues(outcome.issues, network_cycle_ + 1, &waits);
  port_.advance_to(network_cycle_);
  not_before_ = network_cycle_ + 1;
  issued_ = true;
  batch_.clear();
}

/// Where the network may write the waits of the batch; null if nobody observes this PE.
IssueWait* BatchedEngine::room_for_waits() {
  if (!port_.is_observed()) return nullptr;
  std::size_t issues = 0;
  for (const IssueBlock& block : batch_.blocks()) issues += 2 * block.issues();  // a fault may repeat a block
  if (shared_.waits.size() < issues) shared_.waits.resize(issues);
  return shared_.waits.data();
}

/// Frees the entries of the batch's weight vectors, each in the cycle of its last issue.
void BatchedEngine::free_batch_entries(Cycle before) {
  std::size_t entries = 0;
  for (const IssueBlock& block : batch_.blocks()) entries += block.weight_vectors;
  boxes_.weight_fifo.free_entries(before, shared_.issue_cycles.data(), entries);
}

/// Runs the network up to the first cycle, not before `earliest`, in which the output register is empty.
/// Returns the first cycle in which the register is empty, which may be before `earliest`.
Cycle BatchedEngine::wait_for_register(Cycle earliest) {
  if (!issued_) {
    network_cycle_ = earliest;  // the network is empty at the start of a step
    return port_.next_cycle();
  }
  do {
    ++network_cycle_;
    network_->step();
  } while (!network_->register_empty());
  const Cycle register_empty = network_cycle_;
  for (; network_cycle_ < earliest && !network_->empty(); ++network_cycle_) network_->step();
  network_cycle_ = std::max(network_cycle_, earliest);
  return register_empty;
}

/// Gives the cycles before the batch's first issue to their owners, first match (models/README.md section 3).
void BatchedEngine::own_wait(const IssueBatch::Start& start, Cycle register_empty) {
  port_.own(CycleOwner::input, std::min(start.input_arrival, network_cycle_));
  port_.own(CycleOwner::weights, std::min(start.delivery, network_cycle_));
  port_.own(CycleOwner::crossbar, std::min(register_empty, network_cycle_));
  port_.own(CycleOwner::issue, network_cycle_);  // switching blocks
}

/// Runs the network until nothing is left between multipliers and banks. Returns the last cycle, end(n).
Cycle BatchedEngine::drain() {
  network_cycle_ += network_->drain();
  port_.own(CycleOwner::crossbar, network_cycle_ + 1);
  if (port_.is_observed()) port_.observe_queues(network_cycle_, 0);
  return network_cycle_ - faults_.end_early.hits();
}

/// Number of products in the blocks that the network gets, computed from the weights that the bank patterns
/// hold. 0 in form `positions`, which has no patterns.
std::uint64_t BatchedEngine::products_of(const std::vector<IssueBlock>& blocks) {
  std::uint64_t products = 0;
  const auto only_class = rotations_.only_class();
  patterns_->use(shared_.form, [&](const auto& patterns) {
    for (const IssueBlock& block : blocks) {
      const auto add = [&](const ClassCount& count) {
        products += std::uint64_t{count.activations} *
                    patterns.weights(block.first_weight, block.weight_vectors, count.tap_class);
      };
      if (block.activation_vectors != vector_count(block.channel))
        rotations_.for_each_class(block.first_activation, block.activation_vectors, add);
      else if (only_class)
        add({*only_class, values_[block.channel]});
      else
        rotations_.for_each_class(block.channel, add);
    }
  });
  return products;
}

}  // namespace scnnsim
