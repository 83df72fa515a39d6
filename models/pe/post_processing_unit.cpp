// SPDX-License-Identifier: Apache-2.0
#include "models/pe/post_processing_unit.h"

#include <algorithm>
#include <type_traits>

#include "models/common/written_tensor.h"
#include "traces/compress.h"

namespace scnnsim {

PostProcessingUnit::PostProcessingUnit(const sc_core::sc_module_name& name, SimulationContext& context,
                                       std::uint32_t pe, const Environment& environment)
    : TimedProcess(name, context),
      pe_(pe),
      observer_(context.observer() != nullptr && context.observer()->observes(pe) ? context.observer()
                                                                                  : nullptr),
      env_(environment),
      requantise_(environment.layer, environment.config.multiplier_array.operand_bits),
      drop_halo_word_(environment.fault, Fault::Kind::drop_halo_word, pe) {}

void PostProcessingUnit::run() {
  for (const Step& step : env_.program.steps) {
    const auto swap = receive(swaps, "the swap of the accumulator copies");
    const Cycle first = swap.cycle + 1;
    const HaloPlan& plan = env_.halo.plan(step.pass);
    begin(step, *swap.item);
    announce_swap(plan, first);
    send_own_words(plan, true, first);
    const Cycle rows_done = std::max(first, collect(plan, true));
    send_own_words(plan, false, rows_done);
    const Cycle halo_done = std::max({rows_done, collect(plan, false), sends_finished(plan)});

    const std::uint64_t words = postprocess();
    const Cycle processed =
        halo_done - 1 + ceil_divide<std::uint64_t>(sums_.size(), env_.config.ppu.entries_per_cycle);
    const Cycle done = std::max(processed, last_write_taken());
    stats_.busy_cycles += done - swap.cycle;
    if (observer_) observe(first, halo_done, done);
    advance_to(done);
    dones.push(done, {});
    if (env_.program.output_spilled && words > 0) write(done, words);
  }
}

/// Reports the exchange of halos from `first` on, and the post-processing from `halo_done` to `done`.
void PostProcessingUnit::observe(Cycle first, Cycle halo_done, Cycle done) {
  const auto step = static_cast<std::uint32_t>(step_index());
  if (halo_done > first)
    observer_->did(ActiveUnit::ppu, pe_, {first, halo_done, Activity::halo_exchange, step});
  if (done + 1 > halo_done)
    observer_->did(ActiveUnit::ppu, pe_, {halo_done, done + 1, Activity::post_processing, step});
}

/// First cycle in which the memory has taken the write of an earlier step; 0 if none is held. The PPU holds
/// one write, so a memory that is full makes it wait at the end of its next step.
Cycle PostProcessingUnit::last_write_taken() {
  if (!holds_a_write_) return 0;
  holds_a_write_ = false;
  return receive(env_.dram.taken(), "room in the memory for its last write").cycle;
}

std::size_t PostProcessingUnit::step_index() const {
  return static_cast<std::size_t>(step_ - env_.program.steps.data());
}

/// Writes the step's output to the memory.
void PostProcessingUnit::write(Cycle cycle, std::uint64_t words) {
  const std::uint64_t bits = words * env_.program.forms.activation_bits(env_.config);
  const std::uint64_t bytes = ceil_divide<std::uint64_t>(bits, 8);
  env_.dram.request(cycle, env_.layout.outputs[step_index() * env_.config.pe_count() + pe_], bytes);
  holds_a_write_ = env_.dram.may_be_refused();
}

/// Takes the partial sums of the PE's region from the copy, and adds the owned ones to sums_.
void PostProcessingUnit::begin(const Step& step, const PartialSums& copy) {
  step_ = &step;
  const Pass& pass = env_.program.pass_of(step);
  const Rectangle& owned = pass.tiles[pe_].outputs;
  const HaloPlan& plan = env_.halo.plan(step.pass);
  sums_.assign(static_cast<std::size_t>(owned.area()) * step.filters, env_.program.sums_fit_int32);
  held_.clear();
  if (plan.region(pe_).empty() || !env_.values.computed) return;
  region_ = pass.tiles[pe_].region(env_.program.geometry);
  held_.push_back(packet_of(copy, plan.region(pe_)));
  keep(held_, owned);
}

/// Packet of rectangle `part` of the copy. The copy is dense over (k, row, column) of the region.
HaloPacket PostProcessingUnit::packet_of(const PartialSums& copy, const Rectangle& part) const {
  HaloPacket packet(part, step_->filters, copy.is_narrow());
  add_part(copy, region_, packet.sums, part, part, step_->filters);
  return packet;
}

/// Reports the swap to every link with traffic. An exchange begins when both ends have swapped.
void PostProcessingUnit::announce_swap(const HaloPlan& plan, Cycle cycle) {
  for (const Direction direction : directions) {
    const auto index = static_cast<std::size_t>(direction);
    if (plan.has_traffic(pe_, direction)) env_.halo.out[index]->sender_is_ready(cycle);
    if (env_.halo.in[index] && plan.has_traffic(env_.halo.sender[index], direction))
      env_.halo.in[index]->receiver_is_ready(cycle);
  }
}

void PostProcessingUnit::send_own_words(const HaloPlan& plan, bool along_rows, Cycle cycle) {
  for (const Direction direction : directions) {
    if (along_row(direction) != along_rows || !plan.has_traffic(pe_, direction)) continue;
    if (plan.rounds(pe_, direction).front() == 0) continue;
    HaloMessage message = cut(held_, plan.beyond(pe_, direction), step_->filters);
    if (drop_halo_word_.armed()) lose_a_word(message);
    env_.halo.out[static_cast<std::size_t>(direction)]->send(cycle, std::move(message));
  }
}

/// Receives every round of the links along rows (or columns) into this PE. Returns the last arrival.
Cycle PostProcessingUnit::collect(const HaloPlan& plan, bool along_rows) {
  Cycle last = 0;
  for (const Direction direction : directions) {
    const auto index = static_cast<std::size_t>(direction);
    HaloLink* const link = env_.halo.in[index];
    if (along_row(direction) != along_rows || link == nullptr) continue;
    for (const std::uint64_t words : plan.rounds(env_.halo.sender[index], direction)) {
      if (words == 0) continue;
      auto message = receive(link->delivered, "halo words from a neighbour");
      last = std::max(last, message.cycle);
      keep(message.item, plan.owned(pe_));
      if (along_rows) std::move(message.item.begin(), message.item.end(), std::back_inserter(held_));
    }
  }
  return last;
}

Cycle PostProcessingUnit::sends_finished(const HaloPlan& plan) {
  Cycle last = 0;
  for (const Direction direction : directions) {
    if (!plan.has_traffic(pe_, direction)) continue;
    HaloLink* const link = env_.halo.out[static_cast<std::size_t>(direction)];
    last = std::max(last, receive(link->finished_sending, "its halo words to leave").cycle);
  }
  return last;
}

/// Adds the message's words of owned outputs to sums_.
void PostProcessingUnit::keep(const HaloMessage& message, const Rectangle& owned) {
  for (const HaloPacket& packet : message) {
    const Rectangle part = intersect(packet.outputs, owned);
    if (!part.empty()) add_part(packet.sums, packet.outputs, sums_, owned, part, step_->filters);
  }
}

void PostProcessingUnit::lose_a_word(HaloMessage& message) {
  for (HaloPacket& packet : message)
    packet.sums.use([&](auto& sums) {
      for (auto& sum : sums)
        if (sum != 0 && drop_halo_word_.hits()) sum = 0;
    });
}

/// Post-processes all owned outputs: bias, ReLU, requantisation and compression. Returns the number of
/// compressed words.
std::uint64_t PostProcessingUnit::postprocess() {
  stats_.entries += sums_.size();
  std::uint64_t words = 0;
  const bool outputs_known = env_.values.computed || env_.values.stored != nullptr;
  if (sums_.size() > 0 && outputs_known)
    for (std::uint32_t k = 0; k < step_->filters; ++k) words += postprocess_channel(k);
  return words;
}

const Rectangle& PostProcessingUnit::owned() const {
  return env_.program.pass_of(*step_).tiles[pe_].outputs;
}

std::uint64_t PostProcessingUnit::postprocess_channel(std::uint32_t k) {
  const std::size_t channel =
      std::size_t{env_.program.pass_of(*step_).group} * env_.program.geometry.filters + step_->first_filter +
      k;
  if (env_.values.computed)
    sums_.use([&](const auto& sums) { finish_sums(sums.data() + k * owned().area(), channel); });
  Rectangle part = owned();
  if (env_.values.stored != nullptr) {
    part = written_part(part, env_.program.geometry, env_.values.stored->shape);
    take_stored(channel, part);
  }
  const CompressedBlock block =
      env_.program.forms.encode_activations(activations_.data(), activations_.size(), env_.config);
  env_.oaram.store(block);
  decompress(block, activations_.data(), activations_.size());
  record(activations_, env_.outputs.activations, channel, part);
  return block.size();
}

/// Applies bias, ReLU and requantisation to one channel's sums. 32 bits hold all sums with their bias where
/// they hold the partial sums (LayerProgram::sums_fit_int32).
template <class Sum>
void PostProcessingUnit::finish_sums(const Sum* sums, std::size_t channel) {
  const Sum bias = env_.program.bias.empty() ? 0 : env_.program.bias[channel];
  const auto count = static_cast<std::size_t>(owned().area());
  count_overflows(sums, count);
  std::vector<Sum>& outputs = std::get<std::vector<Sum>>(outputs_);
  outputs.resize(count);
  for (std::size_t n = 0; n < count; ++n) outputs[n] = sums[n] + bias;
  record(outputs, env_.outputs.sums.as<Sum>(), channel, owned());
  if (env_.values.stored != nullptr) return;
  activations_.resize(count);
  for (std::size_t n = 0; n < count; ++n) activations_[n] = requantise_(outputs[n]);
}

namespace {

/// Index in a tensor (K, rows, columns) of a rectangle's first value in a row of a channel.
std::ptrdiff_t place(const Shape& shape, std::size_t channel, const Rectangle& part, std::int64_t row) {
  return (static_cast<std::ptrdiff_t>(channel * shape[1]) + row) * static_cast<std::ptrdiff_t>(shape[2]) +
         part.columns.begin;
}

}  // namespace

/// Writes one channel's values of a rectangle into a tensor (K, rows, columns).
template <class Value>
void PostProcessingUnit::record(const std::vector<Value>& values, Tensor<Value>& tensor, std::size_t channel,
                                const Rectangle& part) const {
  const Value* from = values.data();
  for (std::int64_t row = part.rows.begin; row < part.rows.end; ++row, from += part.columns.size())
    std::copy_n(from, part.columns.size(), tensor.data.data() + place(tensor.shape, channel, part, row));
}

/// Takes one channel's values of a rectangle of the stored tensor.
void PostProcessingUnit::take_stored(std::size_t channel, const Rectangle& part) {
  const Tensor<std::int16_t>& stored = *env_.values.stored;
  activations_.clear();
  for (std::int64_t row = part.rows.begin; row < part.rows.end; ++row) {
    const auto first = stored.data.begin() + place(stored.shape, channel, part, row);
    activations_.insert(activations_.end(), first, first + part.columns.size());
  }
}

/// Counts complete sums that exceed the accumulator's width. Assumption: accumulators wrap, so partial sums
/// may exceed it.
template <class Sum>
void PostProcessingUnit::count_overflows(const Sum* sums, std::size_t count) {
  const unsigned bits = env_.config.accumulator.bits;
  if (bits >= 8 * sizeof(Sum)) return;
  using Unsigned = std::make_unsigned_t<Sum>;
  const auto beyond = [bits](Sum sum) {
    return (static_cast<Unsigned>(sum) + (Unsigned{1} << (bits - 1))) >> bits;  // 0: fits
  };
  Unsigned any = 0;
  for (std::size_t n = 0; n < count; ++n) any |= beyond(sums[n]);
  if (any == 0) return;
  stats_.overflows += static_cast<std::uint64_t>(
      std::count_if(sums, sums + count, [&](Sum sum) { return beyond(sum) != 0; }));
}

}  // namespace scnnsim
