// SPDX-License-Identifier: Apache-2.0
#include "sim/activity/timeline.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "sim/activity/level_samples.h"
#include "sim/activity/unit_names.h"
#include "sim/text/json.h"

namespace scnnsim {
namespace {

/// Numbers of processes and threads. Perfetto's UI sorts threads by number, the one with the number of its
/// process first; a number belongs to one thread of the whole file.
constexpr std::uint32_t array_process = 1, layer_thread = array_process;
constexpr std::uint32_t process_of(std::uint32_t pe) {
  return 10 * (pe + 1);
}
constexpr std::uint32_t thread_of(std::uint32_t process, std::size_t unit) {
  return process + static_cast<std::uint32_t>(unit < units_of_pe ? unit : unit - units_of_pe + 1);
}

using Json = nlohmann::ordered_json;

struct LayerRecord {
  const TimelineLayer* layer;
  ActivityFacts facts;
};

class TimelineWriter {
 public:
  TimelineWriter(const MachineConfig& config, const ActivityRequest& request, bool names_layers,
                 const std::function<void(std::string_view)>& write)
      : config_(config), request_(request), names_layers_(names_layers), write_(write) {}

  void begin(const ActivityOrigin& origin, const std::vector<LayerRecord>& layers) {
    put("{{\"displayTimeUnit\":\"ms\",\n\"otherData\":{},\n\"traceEvents\":[\n",
        json_text(description(origin, layers)));
    name_process(array_process, "array");
    name_thread(array_process, layer_thread, "layer");
    for (std::size_t unit = units_of_pe; unit < active_unit_count; ++unit)
      name_thread(array_process, thread_of(array_process, unit), to_string(static_cast<ActiveUnit>(unit)));
    for (std::uint32_t pe = 0; pe < config_.pe_count(); ++pe) {
      if (!request_.wants(pe)) continue;
      name_process(process_of(pe), name_of_pe(config_, pe));
      for (std::size_t unit = 0; unit < units_of_pe; ++unit)
        if (has_unit(pe, unit))
          name_thread(process_of(pe), thread_of(process_of(pe), unit),
                      to_string(static_cast<ActiveUnit>(unit)));
    }
  }

  void add(const LayerRecord& recorded) {
    const TimelineLayer& layer = *recorded.layer;
    const ActivityFacts& facts = recorded.facts;
    const ActivityStreams streams(config_.pe_count());
    part_ = layer.part.get();
    facts_ = facts;
    layer_args_ = names_layers_ ? fmt::format(",\"layer\":{}", json_text(layer.name)) : "";
    put("{}{{\"ph\":\"X\",\"name\":{},\"pid\":{},\"tid\":{},\"ts\":{},\"dur\":{},\"args\":{{\"cycles of the "
        "layer\":{}}}}}",
        separator(), json_text(layer.name), array_process, layer_thread, offset_ + facts.from,
        facts.to - facts.from, facts.cycles);
    for (std::size_t unit = units_of_pe; unit < active_unit_count; ++unit)
      add_intervals(streams.of(static_cast<ActiveUnit>(unit), 0), array_process,
                    thread_of(array_process, unit));
    add_level(streams, ActiveLevel::waiting_pes, 0, array_process);
    add_level(streams, ActiveLevel::dram_bytes, 0, array_process);
    for (std::uint32_t pe = 0; pe < config_.pe_count(); ++pe) {
      if (!request_.wants(pe)) continue;
      const std::uint32_t process = process_of(pe);
      for (std::size_t unit = 0; unit < units_of_pe; ++unit)
        add_intervals(streams.of(static_cast<ActiveUnit>(unit), pe), process, thread_of(process, unit));
      add_level(streams, ActiveLevel::fifo_entries, pe, process);
      add_level(streams, ActiveLevel::queued_products, pe, process);
    }
    offset_ += facts.cycles;
    size_.cycles += facts.to - facts.from;
    ++size_.layers;
  }

  TimelineSize end() {
    put("\n]}}\n");
    flush();
    return size_;
  }

 private:
  /// Interval of the timeline. Without a window it may hold several channels.
  struct Shown {
    ActivityRecord record;
    std::uint32_t last_channel;
  };

  /// What the file says of itself.
  Json description(const ActivityOrigin& origin, const std::vector<LayerRecord>& layers) const {
    Json told{{timeline_version_key, timeline_version},
              {"unit", "1 us is 1 cycle"},
              {"clock_ghz", config_.clock.frequency},
              {"program", origin.program},
              {"network", origin.network},
              {"trace_checksum", origin.trace_checksum},
              {"architecture", origin.architecture},
              {"layers", Json::array()}};
    for (const auto& [layer, facts] : layers)
      told["layers"].push_back(
          {{"name", layer->name}, {"cycles", facts.cycles}, {"from", facts.from}, {"to", facts.to}});
    if (request_.pes.empty()) told["pes"] = all_pes;
    for (const std::uint32_t pe : request_.pes) told["pes"].push_back(name_of_pe(config_, pe));
    told["counter_period"] = sample_period();
    told["configuration"] = origin.configuration;
    return told;
  }
  Cycle sample_period() const { return request_.has_window ? 1 : ActivityRequest::sample_period; }

  template <class Format, class... Arguments>
  void put(const Format& format, const Arguments&... arguments) {
    fmt::format_to(std::back_inserter(buffer_), format, arguments...);
    if (buffer_.size() > buffer_bytes) flush();
  }
  void flush() {
    size_.bytes += buffer_.size();
    write_({buffer_.data(), buffer_.size()});
    buffer_.clear();
  }
  const char* separator() {
    const char* const text = is_first_ ? "" : ",\n";
    is_first_ = false;
    return text;
  }
  void name_process(std::uint32_t process, std::string_view name) {
    put("{}{{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":{},\"args\":{{\"name\":\"{}\"}}}}", separator(),
        process, name);
    put(",\n{{\"ph\":\"M\",\"name\":\"process_sort_index\",\"pid\":{0},\"args\":{{\"sort_index\":{0}}}}}",
        process);
  }
  void name_thread(std::uint32_t process, std::uint32_t thread, std::string_view name) {
    put("{}{{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":{},\"tid\":{},\"args\":{{\"name\":\"{}\"}}}}",
        separator(), process, thread, name);
    put(",\n{{\"ph\":\"M\",\"name\":\"thread_sort_index\",\"pid\":{},\"tid\":{},\"args\":{{\"sort_index\":{}}"
        "}}}",
        process, thread, thread);
  }
  /// Whether the PE has the unit: no link leads out of the grid.
  bool has_unit(std::uint32_t pe, std::size_t unit) const {
    return has_link(config_, pe, static_cast<ActiveUnit>(unit));
  }

  bool joins(const Shown& shown, const ActivityRecord& record) const {
    const ActivityRecord& before = shown.record;
    const bool has_channels = before.channel != ActiveInterval::no_channel;
    return !request_.has_window && before.value == record.cycle && before.what == record.what &&
           before.step == record.step && has_channels == (record.channel != ActiveInterval::no_channel);
  }

  void add_intervals(std::size_t stream, std::uint32_t process, std::uint32_t thread) {
    std::optional<Shown> shown;
    for (ActivityPart::Cursor cursor(*part_, stream); const ActivityRecord* record = cursor.get();
         cursor.next()) {
      if (shown && joins(*shown, *record)) {
        shown->record.value = record->value;
        shown->last_channel = record->channel;
        continue;
      }
      if (shown) add_interval(*shown, process, thread);
      shown = Shown{*record, record->channel};
    }
    if (shown) add_interval(*shown, process, thread);
  }

  void add_interval(const Shown& shown, std::uint32_t process, std::uint32_t thread) {
    const ActivityRecord& record = shown.record;
    if (record.cycle >= facts_.to) return;  // weights that no PE takes may stream beyond the end of the layer
    const Cycle end = std::min(record.value, facts_.to);
    const auto activity = static_cast<Activity>(record.what);
    ++size_.intervals;
    put(FMT_COMPILE("{}{{\"ph\":\"X\",\"name\":\"{}\",\"pid\":{},\"tid\":{},\"ts\":{},\"dur\":{}"),
        separator(), to_string(activity), process, thread, offset_ + record.cycle, end - record.cycle);
    if (activity == Activity::dram_read || activity == Activity::dram_write) return put("}}");
    put(FMT_COMPILE(",\"args\":{{\"step\":{},\"ocg\":{}"), record.step, record.step % facts_.ocgs);
    if (facts_.passes > 1) put(FMT_COMPILE(",\"pass\":{}"), record.step / facts_.ocgs);
    if (shown.last_channel != record.channel)
      put(FMT_COMPILE(",\"channels\":\"{}-{}\""), record.channel, shown.last_channel);
    else if (record.channel != ActiveInterval::no_channel)
      put(FMT_COMPILE(",\"channel\":{}"), record.channel);
    put(FMT_COMPILE("{}}}}}"), layer_args_);
  }

  void add_level(const ActivityStreams& streams, ActiveLevel level, std::uint32_t pe, std::uint32_t process) {
    const LevelName name = parts_of_name(level);
    const auto keep = [&](Cycle cycle, std::uint64_t value) {
      if (cycle >= facts_.to) return;
      ++size_.samples;
      put(FMT_COMPILE("{}{{\"ph\":\"C\",\"name\":\"{}\",\"pid\":{},\"ts\":{},\"args\":{{\"{}\":{}}}}}"),
          separator(), name.counter, process, offset_ + cycle, name.value, value);
    };
    LevelSamples samples(sample_period(), facts_.from);
    for (ActivityPart::Cursor cursor(*part_, streams.of(level, pe));
         const ActivityRecord* record = cursor.get(); cursor.next())
      samples.change(record->cycle, record->value, keep);
    samples.flush(keep);
  }

  static constexpr std::size_t buffer_bytes = 1 << 16;
  const MachineConfig& config_;
  const ActivityRequest& request_;
  const bool names_layers_;
  const std::function<void(std::string_view)>& write_;
  fmt::memory_buffer buffer_;
  bool is_first_ = true;
  Cycle offset_ = 0;  ///< cycles of the layers before
  TimelineSize size_;

  // Of the layer under way:
  const ActivityPart* part_ = nullptr;
  ActivityFacts facts_;
  std::string layer_args_;
};

}  // namespace

TimelineSize write_timeline(const ActivityOrigin& origin, const std::vector<TimelineLayer>& layers,
                            const MachineConfig& config, const ActivityRequest& request,
                            const std::function<void(std::string_view)>& write) {
  std::vector<LayerRecord> recorded;
  for (const TimelineLayer& layer : layers)
    if (const std::optional<ActivityFacts> facts = layer.part->open()) recorded.push_back({&layer, *facts});
  TimelineWriter writer(config, request, layers.size() > 1, write);
  writer.begin(origin, recorded);
  for (const LayerRecord& layer : recorded) writer.add(layer);
  return writer.end();
}

}  // namespace scnnsim
