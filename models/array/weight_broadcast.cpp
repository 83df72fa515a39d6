// SPDX-License-Identifier: Apache-2.0
#include "models/array/weight_broadcast.h"

#include <algorithm>

namespace scnnsim {

WeightBroadcast::WeightBroadcast(const sc_core::sc_module_name& name, SimulationContext& context,
                                 const MachineConfig& config, const LayerProgram& program,
                                 FifoCredits& credits, DramPort& dram, const MemoryLayout& layout)
    : TimedProcess(name, context),
      config_(config),
      program_(program),
      credits_(credits),
      dram_(dram),
      layout_(layout),
      accepted_(config.pe_count(), 0) {
  std::vector<bool> counts(config.pe_count());
  for (const Pass& pass : program.passes)
    for (const std::vector<std::uint16_t>& counting : pass.counting)
      for (const std::uint16_t pe : counting) counts[pe] = true;
  filling_ = static_cast<std::uint32_t>(std::count(counts.begin(), counts.end(), true));
}

void WeightBroadcast::run() {
  request_bursts(0);
  for (const Pass& pass : program_.passes) {
    const WeightStream& stream = program_.streams[pass.group];
    broadcast_pass(pass, stream);
    pass_first_byte_ += stream.bytes;
    first_step_of_pass_ += static_cast<std::uint32_t>(program_.steps.size() / program_.passes.size());
  }
  end_deliveries(Activity::broadcast);
}

void WeightBroadcast::broadcast_pass(const Pass& pass, const WeightStream& stream) {
  const std::size_t channels = program_.geometry.channels;
  for (std::size_t block = 0; block < stream.blocks.size(); ++block) {
    observed_channel_ = static_cast<std::uint32_t>(block % channels);
    observed_step_ = first_step_of_pass_ + static_cast<std::uint32_t>(block / channels);
    const WeightBlock& entries = stream.blocks[block];
    for (std::uint32_t v = 0; v < entries.vectors; ++v)
      broadcast_entry(stream.vectors[entries.first_vector + v], pass.counting[block % channels]);
  }
}

void WeightBroadcast::broadcast_entry(const WeightVector& entry, const std::vector<std::uint16_t>& counting) {
  const Cycle paced = std::max(now(), rate_ready());
  const Cycle data = data_ready(pass_first_byte_ + entry.end_byte);
  const Cycle room = room_ready(counting);
  const Cycle delivery = std::max({paced, data, room});
  if (data > paced) stats_.cycles_dram += data - paced;
  if (room > std::max(data, paced)) stats_.cycles_room += room - std::max(data, paced);
  if (context().observer() != nullptr) observe(paced, data, delivery, counting);
  advance_to(delivery);
  deliveries_.append(delivery);
  ++stats_.entries;
  stats_.words += entry.words;
  delivered_bytes_ = pass_first_byte_ + entry.end_byte;
  request_bursts(delivery + 1);
}

/// Reports what the broadcast waited for since the entry before; the rate allows the next one in cycle
/// `paced`, and its bytes were there in cycle `data`. Cycles that are counted as put off, from `paced` on,
/// are reported as waits. The first of them may be one that delivers entries.
void WeightBroadcast::observe(Cycle paced, Cycle data, Cycle delivery,
                              const std::vector<std::uint16_t>& counting) {
  ActivityObserver& observer = *context().observer();
  observer.delivered(delivery, counting);
  if (delivering_.end > delivery) return;
  if (paced >= delivering_.end)
    end_deliveries(Activity::broadcast);
  else
    end_deliveries(data > paced ? Activity::broadcast_then_dram : Activity::broadcast_then_room);
  Cycle begin = delivering_.end;
  const auto report = [&](Activity activity, Cycle end) {
    if (end <= begin) return;
    observer.did(ActiveUnit::weight_broadcast, 0, {begin, end, activity, observed_step_, observed_channel_});
    begin = end;
  };
  report(Activity::waits_for_dram, std::min(data, delivery));
  report(Activity::waits_for_room, delivery);
  delivering_ = {delivery, delivery + 1, Activity::broadcast, observed_step_, observed_channel_};
}

/// Reports the cycle of the last delivery, which is known when the entry after it is delivered.
void WeightBroadcast::end_deliveries(Activity activity) {
  if (delivering_.end == 0) return;
  delivering_.activity = activity;
  context().observer()->did(ActiveUnit::weight_broadcast, 0, delivering_);
}

/// Requests, in `cycle`, every burst for which the buffer has room.
void WeightBroadcast::request_bursts(Cycle cycle) {
  const std::size_t passes = program_.passes.size();
  for (;;) {
    while (requesting_pass_ < passes &&
           requested_of_pass_ == program_.streams[program_.passes[requesting_pass_].group].bytes) {
      ++requesting_pass_;
      requested_of_pass_ = 0;
    }
    if (requesting_pass_ == passes) return;
    const std::uint32_t group = program_.passes[requesting_pass_].group;
    const std::uint64_t left = program_.streams[group].bytes - requested_of_pass_;
    const std::uint64_t burst = std::min<std::uint64_t>(left, config_.dram.burst_bytes);
    if (requested_bytes_ + burst - delivered_bytes_ > config_.weight_broadcast.buffer_bytes) return;
    dram_.request(cycle, layout_.weights[group] + requested_of_pass_, burst);
    requested_bytes_ += burst;
    requested_of_pass_ += burst;
    burst_ends_.push_back(requested_bytes_);
  }
}

/// First cycle in which all bytes before `end_byte` are ready.
Cycle WeightBroadcast::data_ready(std::uint64_t end_byte) {
  while (ready_bytes_ < end_byte) {
    ready_cycle_ = std::max(ready_cycle_, receive(dram_.responses(), "weights from DRAM").cycle);
    ready_bytes_ = burst_ends_.front();
    burst_ends_.pop_front();
  }
  return ready_cycle_;
}

/// Takes a slot for the next entry in the FIFO of every PE of `counting`. Returns the number of PEs that must
/// free a slot first.
std::uint32_t WeightBroadcast::take_places(const std::vector<std::uint16_t>& counting) {
  if (filling_ == 0) return static_cast<std::uint32_t>(counting.size());
  std::uint32_t full = 0;
  for (const std::uint16_t pe : counting) {
    const bool is_full = accepted_[pe] == config_.weight_fifo.entries;
    full += is_full;
    accepted_[pe] += !is_full;
    filling_ -= !is_full && accepted_[pe] == config_.weight_fifo.entries;
  }
  return full;
}

/// First cycle in which every PE of `counting` has a free slot for the next entry. Takes the slots.
Cycle WeightBroadcast::room_ready(const std::vector<std::uint16_t>& counting) {
  const std::uint32_t full = take_places(counting);
  credits_.select(stats_.entries.value(), full);
  if (full == 0) return 0;
  wait_until([&] { return credits_.all_free(); }, [&](sc_core::sc_event& event) { credits_.await(event); },
             "room in a PE's weight FIFO");
  return 1 + credits_.latest();
}

/// First cycle in which the rate allows the next entry.
Cycle WeightBroadcast::rate_ready() const {
  const std::uint64_t sent = stats_.entries.value();
  const std::uint32_t rate = config_.weight_broadcast.entries_per_cycle;
  return sent < rate ? 0 : deliveries_[sent - rate] + 1;
}

}  // namespace scnnsim
