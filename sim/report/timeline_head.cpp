// SPDX-License-Identifier: Apache-2.0
#include "sim/report/timeline_head.h"

#include <fmt/format.h>

#include <utility>

#include "sim/activity/timeline.h"
#include "sim/activity/unit_names.h"
#include "sim/results/results_files.h"
#include "sim/text/json.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using ParsedJson = nlohmann::json;

/// The values of one object of the head.
class Head {
 public:
  Head(const std::string& file, std::string where, const ParsedJson& json)
      : file_(file), where_(std::move(where)), json_(json) {}

  const ParsedJson& at(const char* key) const {
    if (!json_.is_object() || !json_.contains(key))
      refuse_timeline(file_, fmt::format("{} has no {:?}", where_, key));
    return json_.at(key);
  }
  const ParsedJson& list_at(const char* key) const {
    if (!at(key).is_array() || at(key).empty())
      refuse_timeline(file_, fmt::format("{}.{} is no list", where_, key));
    return at(key);
  }
  std::string text_at(const char* key) const { return text_of(at(key), key); }
  std::string text_of(const ParsedJson& value, const char* key) const {
    if (!value.is_string()) refuse_timeline(file_, fmt::format("{}.{} is no text", where_, key));
    return value.get<std::string>();
  }
  Cycle cycle_at(const char* key) const {
    constexpr Cycle largest = 1'000'000'000'000'000;
    if (!at(key).is_number_unsigned() || at(key).get<Cycle>() > largest)
      refuse_timeline(file_, fmt::format("{}.{} is no number of cycles", where_, key));
    return at(key).get<Cycle>();
  }

 private:
  const std::string& file_;
  std::string where_;
  const ParsedJson& json_;
};

void check_version(const std::string& file, const ParsedJson& head) {
  if (!head.contains(timeline_version_key))
    throw UserError(
        fmt::format("{}: does not say which run it is of: an earlier version of scnnsim wrote it; {}", file,
                    how_to_record_anew));
  if (head.at(timeline_version_key) != timeline_version)
    throw UserError(fmt::format("{}: {}: got {}, expected {}: another version of scnnsim wrote it; {}", file,
                                timeline_version_key, shown_json(head.at(timeline_version_key)),
                                timeline_version, how_to_record_anew));
}

ReportTimelineLayer read_layer(const std::string& file, const ParsedJson& json) {
  const Head head(file, "a layer of otherData", json);
  ReportTimelineLayer layer{head.text_at("name"), head.cycle_at("cycles"), head.cycle_at("from"),
                            head.cycle_at("to")};
  if (layer.from >= layer.to || layer.to > layer.cycles)
    refuse_timeline(file, fmt::format("the cycles {} ... {} are not within the {} of {}", layer.from,
                                      layer.to, layer.cycles, layer.name));
  return layer;
}

}  // namespace

void refuse_timeline(const std::string& file, const std::string& found) {
  throw UserError(fmt::format("{}: {}; expected a timeline that scnnsim run --timeline wrote", file, found));
}

void read_timeline_head(const nlohmann::json& file, ReportTimeline& timeline) {
  const std::string& name = timeline.file;
  const auto found = file.is_object() ? file.find("otherData") : file.end();
  if (!file.is_object() || found == file.end() || !found->is_object() ||
      found->value("unit", ParsedJson()) != "1 us is 1 cycle")
    refuse_timeline(name, "not in cycles");
  check_version(name, *found);
  const Head head(name, "otherData", *found);
  timeline.program = head.text_at("program");
  timeline.network = head.text_at("network");
  timeline.trace_checksum = head.text_at("trace_checksum");
  timeline.architecture = head.text_at("architecture");
  timeline.config = config_from_json(head.at("configuration"), name + ": otherData.configuration");
  timeline.counter_period = head.cycle_at("counter_period");
  for (const ParsedJson& layer : head.list_at("layers")) timeline.layers.push_back(read_layer(name, layer));
  timeline.from = timeline.layers.front().from;
  Cycle before = 0;
  for (const ReportTimelineLayer& layer : timeline.layers) {
    timeline.to = before + layer.to;
    before += layer.cycles;
  }
  if (head.at("pes") == all_pes) return;
  for (const ParsedJson& pe : head.list_at("pes")) {
    timeline.pes.push_back(head.text_of(pe, "pes"));
    find_pe(timeline.config, timeline.pes.back(), name + ": otherData.pes");
  }
}

}  // namespace scnnsim
