// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/processing_element.h"

#include <algorithm>
#include <stdexcept>

#include "tests/reference/index.h"

namespace scnnsim::lockstep {
ProcessingElement::ProcessingElement(const MachineConfig& config, const Workload& workload, std::size_t id)
    : config_(config), workload_(workload), id_(id), network_(config) {}

bool ProcessingElement::counts_for(int pass, int channel) const {
  return !workload_.inputs[at(pass)].blocks[id_][at(channel)].empty();
}

void ProcessingElement::accept(int pass, const WeightEntry& entry) {
  if (!fifo_has_room()) throw std::logic_error("weight FIFO overflows");
  fifo_.push_back({pass, &entry});
  counters.weight_fifo_writes += entry.words.size();
  ++activity;
}

bool ProcessingElement::has_tile() const {
  const Pass& pass = workload_.pass(step_);
  const std::size_t columns = config_.pe_array.columns;
  return !pass.pe_input_rows[id_ / columns].is_empty() && !pass.pe_input_columns[id_ % columns].is_empty();
}

void ProcessingElement::begin_step(int step) {
  if (!ended_ || !network_.is_empty()) throw std::logic_error("a step begins before the last one has ended");
  step_ = step;
  ended_ = false;
  issued_in_step_ = false;
  last_channel_ = -1;
  channel_ = -1;
  seek_next_block();
  ++activity;
}

/// Passes over channels without weights or without activations here.
void ProcessingElement::seek_next_block() {
  const auto& weights =
      workload_.weights[at(workload_.pass(step_).group)].blocks[at(workload_.ocg_of(step_))];
  const auto& activations = workload_.inputs[at(workload_.pass_of(step_))].blocks[id_];
  weight_block_ = activation_block_ = nullptr;
  piece_begin_ = activation_ = weight_ = 0;
  for (++channel_; at(channel_) < weights.size(); ++channel_)
    if (!weights[at(channel_)].empty() && !activations[at(channel_)].empty()) {
      weight_block_ = &weights[at(channel_)];
      activation_block_ = &activations[at(channel_)];
      return;
    }
}

void ProcessingElement::cycle(Cycle t, const std::function<bool(int)>& arrived) {
  // 1. Post-process: elsewhere, on the other copy.
  // 2. Accumulate.
  network_.accumulate([&](const Product& product) {
    copy_.sums.at(product.address) += product.value;
    ++counters.scatter_transfers;
    ++activity;
  });
  // 3. Scatter.
  network_.scatter();
  // 4. Merge and 5. Issue.
  const CycleOwner owner = front_end(t, arrived);
  ++counters.cycles[static_cast<std::size_t>(has_tile() ? owner : CycleOwner::idle)];
}

CycleOwner ProcessingElement::front_end(Cycle t, const std::function<bool(int)>& arrived) {
  const CycleOwner after_end = step_ == workload_.steps() - 1 ? CycleOwner::idle : CycleOwner::barrier;
  if (ended_) return after_end;
  if (swapped_steps_ < step_) return CycleOwner::postprocess;
  if (copy_.step != step_) {  // first cycle of the step with a copy: it starts from zero
    const Pass& pass = workload_.pass(step_);
    const UnitLayer& unit = workload_.unit(step_);
    const Range rows = pass.pe_input_rows[id_ / config_.pe_array.columns];
    const Range columns = pass.pe_input_columns[id_ % config_.pe_array.columns];
    copy_ = AccumulatorCopy{};
    copy_.step = step_;
    if (has_tile()) {
      copy_.rows = {rows.begin + unit.pad_top - unit.grow_rows(), rows.end + unit.pad_top};
      copy_.columns = {columns.begin + unit.pad_left - unit.grow_columns(), columns.end + unit.pad_left};
      copy_.sums.resize(at(workload_.ocg_filters(step_) * copy_.rows.size() * copy_.columns.size()));
    }
  }
  if (weight_block_ == nullptr && !issued_in_step_) {
    ended_ = true;
    ++activity;
    return after_end;
  }

  CycleOwner owner = CycleOwner::crossbar;
  if (weight_block_ != nullptr) {
    const bool last_activation = activation_ + 1 == activation_block_->size();
    const std::size_t place = last_activation ? 0 : weight_;  // in the FIFO
    const bool switching =
        issued_in_step_ && last_channel_ != channel_ && t < last_issue_ + 1 + config_.pe.block_switch_cycles;
    if (!arrived(channel_)) return CycleOwner::input;
    if (fifo_.size() <= place) return CycleOwner::weights;
    if (!network_.output_register.empty()) return CycleOwner::crossbar;
    if (switching) return CycleOwner::issue;
    issue(t);
    owner = CycleOwner::issue;
  }
  if (weight_block_ == nullptr && network_.is_empty()) {
    ended_ = true;
    ++activity;
  }
  return owner;
}

void ProcessingElement::issue(Cycle t) {
  const bool last_activation = activation_ + 1 == activation_block_->size();
  const FifoEntry front = fifo_[last_activation ? 0 : weight_];
  const WeightEntry& entry = *front.entry;
  if (front.pass != workload_.pass_of(step_) || entry.ocg != workload_.ocg_of(step_) ||
      entry.channel != channel_ || at(entry.index) != piece_begin_ + weight_)
    throw std::logic_error("the weight FIFO holds another vector than the one to be issued");
  const StoredVector& activations = (*activation_block_)[activation_];
  if (weight_ == 0) counters.iaram_reads += activations.size();
  counters.weight_fifo_reads += entry.words.size();
  form_products(entry.words, activations);
  if (last_activation) {
    fifo_.pop_front();
    releases.push_back(t);
  }
  issued_in_step_ = true;
  last_issue_ = t;
  last_channel_ = channel_;
  advance();
  ++activity;
}

void ProcessingElement::advance() {
  const std::size_t piece_end = std::min(piece_begin_ + config_.weight_fifo.entries, weight_block_->size());
  if (piece_begin_ + ++weight_ < piece_end) return;
  weight_ = 0;
  if (++activation_ < activation_block_->size()) return;
  activation_ = 0;
  piece_begin_ = piece_end;
  if (piece_begin_ == weight_block_->size()) seek_next_block();
}

void ProcessingElement::form_products(const StoredVector& weights, const StoredVector& activations) {
  const Pass& pass = workload_.pass(step_);
  const UnitLayer& unit = workload_.unit(step_);
  const int first_row = pass.pe_input_rows[id_ / config_.pe_array.columns].begin;
  const Range columns = pass.pe_input_columns[id_ % config_.pe_array.columns];
  const int taps = unit.filter_rows * unit.filter_columns;
  for (std::size_t w = 0; w < weights.size(); ++w)
    for (std::size_t a = 0; a < activations.size(); ++a) {
      if (weights[w].is_placeholder() || activations[a].is_placeholder()) {
        ++counters.placeholders;
        continue;
      }
      const int weight = static_cast<int>(weights[w].position),
                activation = static_cast<int>(activations[a].position);
      const int k = weight / taps;
      const int r = weight % taps / unit.filter_columns, s = weight % unit.filter_columns;
      const int y = first_row + activation / columns.size(), x = columns.begin + activation % columns.size();
      const int p = y + unit.pad_top - r * unit.dilation_h, q = x + unit.pad_left - s * unit.dilation_w;
      if (!pass.output_rows.contains(p) || !pass.output_columns.contains(q)) {
        ++counters.dropped_multiplies;
        continue;
      }
      ++counters.useful_multiplies;
      Product product;
      product.lane = w * config_.multiplier_array.i + a;
      product.bank = at(bank_of(config_.accumulator, k, p - copy_.rows.begin, q - copy_.columns.begin,
                                copy_.rows.size(), copy_.columns.size()));
      product.address = copy_.address(k, p, q);
      product.value = std::int64_t{weights[w].value} * activations[a].value;
      if (config_.accumulator.merge != MergeMode::none) {
        auto same = std::find_if(network_.output_register.begin(), network_.output_register.end(),
                                 [&](const Product& other) { return other.address == product.address; });
        if (same != network_.output_register.end()) {
          same->value += product.value;
          continue;
        }
      }
      network_.output_register.push_back(product);
    }
}

AccumulatorCopy ProcessingElement::swap() {
  if (!wants_swap() || copy_.step != swapped_steps_)
    throw std::logic_error("accumulator copies swap too early");
  ++swapped_steps_;
  ++activity;
  return std::move(copy_);
}

}  // namespace scnnsim::lockstep
