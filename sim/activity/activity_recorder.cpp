// SPDX-License-Identifier: Apache-2.0
#include "sim/activity/activity_recorder.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/pe/scatter/scatter_network.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

template <class Item>
void push(boost::circular_buffer<Item>& queue, const Item& item) {
  if (queue.full()) queue.set_capacity(2 * queue.size() + 8);
  queue.push_back(item);
}

}  // namespace

ActivityRecorder::ActivityRecorder(const ActivityTarget& target, const MachineConfig& config,
                                   const LayerProgram& program, std::uint64_t cycle_femtoseconds)
    : request_(target.request),
      part_(*target.part),
      streams_(config.pe_count()),
      wanted_(config.pe_count()),
      intervals_(streams_.count()),
      samples_(streams_.count(),
               LevelSamples(request_.has_every_change() ? 1 : ActivityRequest::sample_period, request_.from)),
      fifos_(config.pe_count()),
      networks_(config.pe_count(), nullptr),
      items_(config.pe_count()) {
  facts_.passes = program.passes.size();
  facts_.ocgs = program.steps.size() / program.passes.size();
  facts_.cycle_femtoseconds = cycle_femtoseconds;
  for (std::uint32_t pe = 0; pe < wanted_.size(); ++pe) wanted_[pe] = request_.wants(pe);
  part_.begin(streams_.count());
}

void ActivityRecorder::watch(std::uint32_t pe, const ScatterNetwork& network) {
  if (!request_.every_cycle) return;
  networks_[pe] = &network;
  facts_.queues = network.queues().size();
}

void ActivityRecorder::did(ActiveUnit unit, std::uint32_t pe, const ActiveInterval& interval) {
  const Cycle begin = std::max(interval.begin, request_.from), end = std::min(interval.end, request_.to);
  if (begin >= end) return;
  if (unit == ActiveUnit::pe && networks_[pe] != nullptr) record_queues(pe, begin);
  const std::size_t stream = streams_.of(unit, pe);
  ActivityRecord& last = intervals_[stream];
  if (last.value == begin && last.what == static_cast<std::uint32_t>(interval.activity) &&
      last.step == interval.step && last.channel == interval.channel) {
    last.value = end;
    return;
  }
  end_interval(stream);
  last = {begin, end, static_cast<std::uint32_t>(interval.activity), interval.step, interval.channel};
}

void ActivityRecorder::end_interval(std::size_t stream) {
  if (intervals_[stream].value > 0) part_.append(stream, intervals_[stream]);
}

/// The state of the network is that at the end of `cycle`, and stays so up to the end of the interval.
void ActivityRecorder::record_queues(std::uint32_t pe, Cycle cycle) {
  std::vector<std::uint32_t> now = networks_[pe]->queues();
  now.insert(now.begin(), networks_[pe]->register_empty() ? 0 : 1);
  std::vector<std::uint32_t>& before = items_[pe];
  for (std::uint32_t n = 0; n < now.size(); ++n)
    if (before.empty() || now[n] != before[n]) part_.append(streams_.of_queues(pe), {cycle, now[n], n});
  before = std::move(now);
}

void ActivityRecorder::became(ActiveLevel level, std::uint32_t pe, Cycle cycle, std::uint64_t value) {
  if (cycle >= request_.to) return;
  const std::size_t stream = streams_.of(level, pe);
  samples_[stream].change(std::max(cycle, request_.from), value, [&](Cycle at, std::uint64_t kept) {
    if (at < request_.to) part_.append(stream, {at, kept});
  });
}

void ActivityRecorder::delivered(Cycle cycle, const std::vector<std::uint16_t>& pes) {
  for (const std::uint16_t pe : pes) {
    if (!wanted_[pe]) continue;
    push(fifos_[pe].delivered, cycle);
    merge(pe, false);
  }
}

void ActivityRecorder::freed(std::uint32_t pe, Cycle before, const std::uint32_t* after, std::size_t count) {
  for (std::size_t n = 0; n < count; ++n) push(fifos_[pe].freed, before + after[n] + 1);
  merge(pe, false);
}

/// Counts deliveries and frees in the order of their cycles, as far as both are known.
void ActivityRecorder::merge(std::uint32_t pe, bool is_complete) {
  Fifo& fifo = fifos_[pe];
  const auto count = [&](boost::circular_buffer<Cycle>& queue, std::uint64_t change) {
    fifo.entries += change;
    became(ActiveLevel::fifo_entries, pe, queue.front(), fifo.entries);
    queue.pop_front();
  };
  while (!fifo.delivered.empty() || !fifo.freed.empty()) {
    if (!is_complete && (fifo.delivered.empty() || fifo.freed.empty())) return;
    if (fifo.freed.empty() || (!fifo.delivered.empty() && fifo.delivered.front() < fifo.freed.front()))
      count(fifo.delivered, 1);
    else
      count(fifo.freed, ~std::uint64_t{0});
  }
}

void ActivityRecorder::requested(Cycle posted, Cycle ready, std::uint64_t bytes) {
  end_transfers(posted);
  bytes_ += bytes;
  push(transfers_, {ready, bytes});
  became(ActiveLevel::dram_bytes, 0, posted, bytes_);
}

void ActivityRecorder::end_transfers(Cycle until) {
  for (; !transfers_.empty() && transfers_.front().ready <= until; transfers_.pop_front()) {
    bytes_ -= transfers_.front().bytes;
    became(ActiveLevel::dram_bytes, 0, transfers_.front().ready, bytes_);
  }
}

void ActivityRecorder::finish(Cycle layer_cycles) {
  if (request_.from >= layer_cycles)
    throw UserError(fmt::format("--cycles {}:{}: the layer takes {} cycles, expected cycles below {}",
                                request_.from, request_.to, layer_cycles, layer_cycles));
  for (std::uint32_t pe = 0; pe < wanted_.size(); ++pe) merge(pe, true);
  end_transfers(~Cycle{0});
  facts_.cycles = layer_cycles;
  facts_.from = request_.from;
  facts_.to = std::min(request_.to, layer_cycles);
  const auto flush = [&](ActiveLevel level, std::uint32_t pe) {
    const std::size_t stream = streams_.of(level, pe);
    samples_[stream].flush([&](Cycle cycle, std::uint64_t value) {
      if (cycle < facts_.to) part_.append(stream, {cycle, value});
    });
  };
  for (std::uint32_t pe = 0; pe < wanted_.size(); ++pe) {
    if (!wanted_[pe]) continue;
    for (std::size_t unit = 0; unit < units_of_pe; ++unit)
      end_interval(streams_.of(static_cast<ActiveUnit>(unit), pe));
    for (std::size_t level = 0; level < levels_of_pe; ++level) flush(static_cast<ActiveLevel>(level), pe);
  }
  for (std::size_t unit = units_of_pe; unit < active_unit_count; ++unit)
    end_interval(streams_.of(static_cast<ActiveUnit>(unit), 0));
  for (std::size_t level = levels_of_pe; level < active_level_count; ++level)
    flush(static_cast<ActiveLevel>(level), 0);
  part_.finish(facts_);
}

}  // namespace scnnsim
