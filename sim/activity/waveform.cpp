// SPDX-License-Identifier: Apache-2.0
#include "sim/activity/waveform.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "models/common/cycle_owner.h"
#include "sim/activity/unit_names.h"
#include "sim/text/visible.h"

namespace scnnsim {
namespace {

constexpr std::uint64_t unknown = ~std::uint64_t{0};
constexpr unsigned bits_of_number = 32, bits_of_code = 3;

/// Short name of a signal, of the printable characters that VCD allows.
std::string code_of(std::size_t signal) {
  constexpr std::size_t first = '!', characters = '~' - '!' + 1;
  std::string code;
  do {
    code += static_cast<char>(first + signal % characters);
    signal /= characters;
  } while (signal > 0);
  return code;
}

/// Largest unit of VCD that divides a cycle, and how many of it a cycle takes.
std::pair<std::string, std::uint64_t> timescale_of(std::uint64_t cycle_femtoseconds) {
  constexpr std::array<const char*, 3> units{"ns", "ps", "fs"};
  std::uint64_t femtoseconds = 1'000'000;
  for (const char* const unit : units) {
    if (cycle_femtoseconds % femtoseconds == 0) return {unit, cycle_femtoseconds / femtoseconds};
    femtoseconds /= 1000;
  }
  return {"fs", cycle_femtoseconds};
}

/// Number of an activity in the waveform: its place among those of its unit. Units that may do nothing count
/// from 1.
std::uint64_t number_of(Activity activity) {
  const auto distance = [activity](Activity first) {
    return static_cast<std::uint64_t>(activity) - static_cast<std::uint64_t>(first);
  };
  if (activity <= Activity::issue) return distance(Activity::idle);
  if (activity <= Activity::post_processing) return 1 + distance(Activity::halo_exchange);
  if (activity == Activity::transfer) return 1;
  if (activity <= Activity::broadcast_then_room) return 1 + distance(Activity::broadcast);
  if (activity == Activity::step) return 1;
  return 1 + distance(Activity::dram_read);
}

/// Signals of the waveform with their values.
class Signals {
 public:
  std::size_t add(unsigned bits) {
    values_.push_back({bits, unknown});
    return values_.size() - 1;
  }
  /// Writes the value, unless the signal has it already; `unknown` is written as x.
  bool change(std::size_t signal, std::uint64_t value, fmt::memory_buffer& out) {
    if (values_[signal].value == value) return false;
    values_[signal].value = value;
    write(signal, out);
    return true;
  }
  void write(std::size_t signal, fmt::memory_buffer& out) const {
    const auto [bits, value] = values_[signal];
    const std::string text = value == unknown ? "x" : fmt::format("{:b}", value);
    fmt::format_to(std::back_inserter(out), bits == 1 ? "{}{}\n" : "b{} {}\n", text, code_of(signal));
  }
  std::size_t count() const { return values_.size(); }
  unsigned bits(std::size_t signal) const { return values_[signal].bits; }

 private:
  struct Signal {
    unsigned bits;
    std::uint64_t value;
  };
  std::vector<Signal> values_;
};

/// A stream of the record, as changes of signals in the order of their cycles.
class Source {
 public:
  Source(const ActivityPart& part, std::size_t stream) : cursor_(part, stream) {}
  virtual ~Source() = default;

  virtual std::optional<Cycle> next() const {
    const ActivityRecord* const record = cursor_.get();
    return record ? std::optional<Cycle>(record->cycle) : std::nullopt;
  }
  /// Calls set(signal, value) for the changes of cycle next().
  virtual void take(const std::function<void(std::size_t, std::uint64_t)>& set) = 0;

 protected:
  ActivityPart::Cursor cursor_;
};

/// Signals of a unit: what it does, and where. The last ones may be missing.
struct UnitSignals {
  std::optional<std::size_t> activity, step, ocg, channel;
};

class UnitSource : public Source {
 public:
  UnitSource(const ActivityPart& part, std::size_t stream, const UnitSignals& signals, std::uint64_t ocgs)
      : Source(part, stream), signals_(signals), ocgs_(ocgs) {}

  std::optional<Cycle> next() const override {
    const std::optional<Cycle> begin = Source::next();
    return end_ && (!begin || *end_ < *begin) ? end_ : begin;
  }
  void take(const std::function<void(std::size_t, std::uint64_t)>& set) override {
    const ActivityRecord* const record = cursor_.get();
    const auto set_if = [&](const std::optional<std::size_t>& signal, std::uint64_t value) {
      if (signal) set(*signal, value);
    };
    if (end_ && (!record || *end_ < record->cycle)) {
      set_if(signals_.activity, 0);
      for (const auto& signal : {signals_.step, signals_.ocg, signals_.channel}) set_if(signal, unknown);
      end_.reset();
      return;
    }
    set_if(signals_.activity, number_of(static_cast<Activity>(record->what)));
    set_if(signals_.step, record->step);
    set_if(signals_.ocg, record->step % ocgs_);
    set_if(signals_.channel, record->channel == ActiveInterval::no_channel ? unknown : record->channel);
    end_ = record->value;
    cursor_.next();
  }

 private:
  UnitSignals signals_;
  std::uint64_t ocgs_;
  std::optional<Cycle> end_;  ///< of the interval under way
};

/// Signals that follow each other: of a level, or of the items of a scatter network.
class ValueSource : public Source {
 public:
  ValueSource(const ActivityPart& part, std::size_t stream, std::size_t first)
      : Source(part, stream), first_(first) {}

  void take(const std::function<void(std::size_t, std::uint64_t)>& set) override {
    const ActivityRecord* record = cursor_.get();
    for (const Cycle cycle = record->cycle; record != nullptr && record->cycle == cycle;
         cursor_.next(), record = cursor_.get())
      set(first_ + record->what, record->value);
  }

 private:
  std::size_t first_;
};

class WaveformWriter {
 public:
  WaveformWriter(ActivityPart& part, const ActivityFacts& facts, const MachineConfig& config,
                 const std::function<void(std::string_view)>& write)
      : part_(part), facts_(facts), config_(config), streams_(config.pe_count()), write_(write) {}

  std::uint64_t run(const ActivityOrigin& origin, const std::string& layer, const ActivityRequest& request) {
    const auto [unit, per_cycle] = timescale_of(facts_.cycle_femtoseconds);
    per_cycle_ = per_cycle;
    put("$comment layer {}; {} {} is a cycle $end\n", in_comment(layer), per_cycle, unit);
    put("$comment owner: {}; ppu: 0 idle, 1 halo exchange, 2 post-process; halo links: 1 transfer $end\n",
        numbered_owners());
    put("$comment weight_broadcast: 0 idle, 1 broadcast, 2 waits for DRAM, 3 waits for FIFO room, 4 and 5 "
        "broadcast until it waits as in 2 and 3; dram: 0 idle, 1 read, 2 write $end\n");
    describe(origin, request);
    put("$timescale 1 {} $end\n$scope module scnn $end\n", unit);
    declare_array();
    for (std::uint32_t pe = 0; pe < config_.pe_count(); ++pe)
      if (request.wants(pe)) declare_pe(pe);
    put("$upscope $end\n$enddefinitions $end\n");
    begin();
    merge();
    put("#{}\n", facts_.to * per_cycle_);
    flush();
    return changes_;
  }

 private:
  /// The run, the cycles and the PEs that the file is of.
  void describe(const ActivityOrigin& origin, const ActivityRequest& request) {
    put("$version scnnsim {} $end\n", in_comment(origin.program));
    put("$comment network {}, trace {}, machine {} $end\n", in_comment(origin.network),
        in_comment(origin.trace_checksum), in_comment(origin.architecture));
    std::string pes;
    for (const std::uint32_t pe : request.pes) pes += (pes.empty() ? "" : ", ") + name_of_pe(config_, pe);
    put("$comment cycles {} to {} of the layer's {}; {} $end\n", facts_.from, facts_.to - 1, facts_.cycles,
        pes.empty() ? "all PEs" : pes);
  }
  static std::string numbered_owners() {
    std::string text;
    for (std::size_t n = 0; n < cycle_owner_count; ++n)
      text += fmt::format("{}{} {}", n > 0 ? ", " : "", n, to_string(static_cast<CycleOwner>(n)));
    return text;
  }
  /// A layer's name as it may stand in a comment, which the word "$end" would end.
  static std::string in_comment(const std::string& name) {
    std::string text = visible(name);
    std::replace(text.begin(), text.end(), '$', '_');
    return text;
  }

  std::size_t declare(unsigned bits, const std::string& name) {
    const std::size_t signal = signals_.add(bits);
    // GTKWave shows integers, which have 32 bits, in decimal, and wires of several bits in hexadecimal.
    put("$var {} {} {} $end\n", bits == 1 ? "wire 1" : "integer 32", code_of(signal), name);
    return signal;
  }
  template <class Made, class... Arguments>
  void follow(const Arguments&... arguments) {
    sources_.push_back(std::make_unique<Made>(part_, arguments...));
  }

  void declare_array() {
    UnitSignals barrier;
    barrier.step = declare(bits_of_number, "step");
    barrier.ocg = declare(bits_of_number, "ocg");
    follow<UnitSource>(streams_.of(ActiveUnit::barrier, 0), barrier, facts_.ocgs);
    follow<ValueSource>(streams_.of(ActiveLevel::waiting_pes, 0), declare(bits_of_number, "pes_at_barrier"));
    UnitSignals broadcast;
    broadcast.activity = declare(bits_of_code, "weight_broadcast");
    broadcast.step = declare(bits_of_number, "broadcast_step");
    broadcast.channel = declare(bits_of_number, "broadcast_channel");
    follow<UnitSource>(streams_.of(ActiveUnit::weight_broadcast, 0), broadcast, facts_.ocgs);
    UnitSignals dram;
    dram.activity = declare(bits_of_code, "dram");
    follow<UnitSource>(streams_.of(ActiveUnit::dram, 0), dram, facts_.ocgs);
    follow<ValueSource>(streams_.of(ActiveLevel::dram_bytes, 0),
                        declare(bits_of_number, "dram_bytes_in_flight"));
  }

  void declare_pe(std::uint32_t pe) {
    put("$scope module {} $end\n", name_of_pe(config_, pe));
    UnitSignals array;
    array.activity = declare(bits_of_code, "owner");
    array.step = declare(bits_of_number, "step");
    array.ocg = declare(bits_of_number, "ocg");
    array.channel = declare(bits_of_number, "channel");
    follow<UnitSource>(streams_.of(ActiveUnit::pe, pe), array, facts_.ocgs);
    follow<ValueSource>(streams_.of(ActiveLevel::accumulator_copy, pe), declare(1, "accumulator_copy"));
    follow<ValueSource>(streams_.of(ActiveLevel::fifo_entries, pe),
                        declare(bits_of_number, "weight_fifo_entries"));
    const std::size_t first = declare(1, "register_full");
    for (std::uint64_t queue = 0; queue < facts_.queues; ++queue)
      declare(bits_of_number, fmt::format("queue_{}", queue));
    follow<ValueSource>(streams_.of_queues(pe), first);
    UnitSignals ppu;
    ppu.activity = declare(bits_of_code, "ppu");
    ppu.step = declare(bits_of_number, "ppu_step");
    follow<UnitSource>(streams_.of(ActiveUnit::ppu, pe), ppu, facts_.ocgs);
    for (const ActiveUnit unit :
         {ActiveUnit::link_east, ActiveUnit::link_west, ActiveUnit::link_south, ActiveUnit::link_north}) {
      if (!has_link(config_, pe, unit)) continue;
      std::string name(to_string(unit));
      std::replace(name.begin(), name.end(), ' ', '_');
      UnitSignals link;
      link.activity = declare(1, name);
      follow<UnitSource>(streams_.of(unit, pe), link, facts_.ocgs);
    }
    put("$upscope $end\n");
  }

  /// Activities of units that have done nothing yet are 0, everything else is unknown until its first change.
  void begin() {
    put("#{}\n$dumpvars\n", facts_.from * per_cycle_);
    for (std::size_t signal = 0; signal < signals_.count(); ++signal)
      if (const unsigned bits = signals_.bits(signal); bits == 1 || bits == bits_of_code)
        signals_.change(signal, 0, buffer_);
      else
        signals_.write(signal, buffer_);
    put("$end\n");
  }

  /// Brings the changes of all sources into the order of their cycles.
  void merge() {
    using Due = std::pair<Cycle, std::size_t>;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due;
    for (std::size_t n = 0; n < sources_.size(); ++n)
      if (const auto cycle = sources_[n]->next()) due.push({*cycle, n});
    Cycle written = facts_.from;
    while (!due.empty() && due.top().first < facts_.to) {
      const auto [cycle, source] = due.top();
      due.pop();
      if (cycle > written) put("#{}\n", cycle * per_cycle_);
      written = cycle;
      sources_[source]->take([&](std::size_t signal, std::uint64_t value) {
        changes_ += signals_.change(signal, value, buffer_);
      });
      if (const auto next = sources_[source]->next()) due.push({*next, source});
      if (buffer_.size() > buffer_bytes) flush();
    }
  }

  template <class Format, class... Arguments>
  void put(const Format& format, const Arguments&... arguments) {
    fmt::format_to(std::back_inserter(buffer_), format, arguments...);
  }
  void flush() {
    write_({buffer_.data(), buffer_.size()});
    buffer_.clear();
  }

  static constexpr std::size_t buffer_bytes = 1 << 16;
  ActivityPart& part_;
  const ActivityFacts facts_;
  const MachineConfig& config_;
  const ActivityStreams streams_;
  const std::function<void(std::string_view)>& write_;
  fmt::memory_buffer buffer_;
  Signals signals_;
  std::vector<std::unique_ptr<Source>> sources_;
  std::uint64_t per_cycle_ = 1, changes_ = 0;
};

}  // namespace

std::uint64_t write_waveform(const ActivityOrigin& origin, const std::string& layer, ActivityPart& part,
                             const ActivityFacts& facts, const MachineConfig& config,
                             const ActivityRequest& request,
                             const std::function<void(std::string_view)>& write) {
  return WaveformWriter(part, facts, config, write).run(origin, layer, request);
}

}  // namespace scnnsim
