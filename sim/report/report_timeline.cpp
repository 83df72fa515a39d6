// SPDX-License-Identifier: Apache-2.0
#include "sim/report/report_timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "sim/report/timeline_head.h"
#include "sim/report/timeline_run.h"
#include "sim/text/visible.h"
#include "traces/support/error.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

using ParsedJson = nlohmann::json;
using Id = std::pair<std::uint64_t, std::uint64_t>;  // process, thread

constexpr std::uint64_t largest_timeline_file = 64 << 20;

[[noreturn]] void refuse_size(const std::string& file, const std::string& size, const std::string& most) {
  throw UserError(
      fmt::format("{}: has {}, a report shows at most {}; {}", file, size, most, how_to_record_less));
}

/// Adds each text once and knows its place.
class TextList {
 public:
  explicit TextList(std::vector<std::string>& texts) : texts_(texts) {}
  std::size_t index_of(const std::string& text) {
    const auto [found, is_new] = places_.try_emplace(text, texts_.size());
    if (is_new) texts_.push_back(text);
    return found->second;
  }

 private:
  std::vector<std::string>& texts_;
  std::map<std::string, std::size_t> places_;
};

/// Takes the events of a file one by one, as the parser finds them, so that the file's JSON is never in
/// memory as a whole.
class TimelineReader {
 public:
  explicit TimelineReader(ReportTimeline& timeline)
      : timeline_(timeline), activities_(timeline.activities), places_(timeline.places) {
    places_.index_of("");
  }

  void take(const ParsedJson& event) {
    const std::string phase = text_at(event, "ph");
    if (phase == "M")
      take_name(event);
    else if (phase == "X")
      take_interval(event);
    else if (phase == "C")
      take_sample(event);
    else
      refuse(fmt::format("an event of phase {:?}", phase));
    if (++items_ > most_timeline_items + most_tracks)
      refuse_size(timeline_.file,
                  fmt::format("more than {} intervals and counter values", most_timeline_items),
                  fmt::format("{}", most_timeline_items));
  }

  void finish() {
    if (to_ == 0) throw UserError(timeline_.file + ": holds no interval to show");
    if (from_ < timeline_.from || to_ > timeline_.to)
      refuse(fmt::format("events in cycles {} to {}, beyond {} to {}, which it says to show", from_, to_ - 1,
                         timeline_.from, timeline_.to - 1));
    for (std::size_t i = 0; i < timeline_.tracks.size(); ++i) {
      TimelineTrack& track = timeline_.tracks[i];
      track.group = name_at(processes_, {track_ids_[i].first, 0});
      if (track.unit.empty()) track.name = name_at(threads_, track_ids_[i]);
    }
  }

  [[noreturn]] void refuse(const std::string& found) const { refuse_timeline(timeline_.file, found); }

 private:
  static constexpr std::size_t most_tracks = 100'000;

  const ParsedJson& value_at(const ParsedJson& object, const char* name) const {
    const auto found = object.is_object() ? object.find(name) : object.end();
    if (!object.is_object() || found == object.end()) refuse(fmt::format("an event without {:?}", name));
    return *found;
  }
  std::string text_at(const ParsedJson& object, const char* name) const {
    const ParsedJson& value = value_at(object, name);
    if (!value.is_string()) refuse(fmt::format("{:?} of an event is no text", name));
    return value.get<std::string>();
  }
  std::uint64_t count_of(const ParsedJson& value, const char* name) const {
    constexpr std::uint64_t largest = 1'000'000'000'000'000;
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > largest)
      refuse(fmt::format("{:?} of an event is no count", name));
    return value.get<std::uint64_t>();
  }
  std::uint64_t count_at(const ParsedJson& object, const char* name) const {
    return count_of(value_at(object, name), name);
  }

  void take_name(const ParsedJson& event) {
    const std::string what = text_at(event, "name");
    const ParsedJson& arguments = value_at(event, "args");
    if (what == "process_name") processes_[{count_at(event, "pid"), 0}] = text_at(arguments, "name");
    if (what == "thread_name")
      threads_[{count_at(event, "pid"), count_at(event, "tid")}] = text_at(arguments, "name");
  }

  /// The track of a unit, or of the counter of this name.
  TimelineTrack& track_of(const Id& id, const std::string& counter) {
    const auto [found, is_new] = tracks_.try_emplace({id, counter}, timeline_.tracks.size());
    if (is_new) {
      timeline_.tracks.push_back({"", counter, "", {}, {}});
      track_ids_.push_back(id);
    }
    return timeline_.tracks[found->second];
  }

  /// "step 3, OCG 3, pass 1, channels 0-63", with the layer before it where there are several.
  std::string place_of(const ParsedJson& arguments) const {
    std::string place;
    const auto add = [&](const std::string& text) { place += (place.empty() ? "" : ", ") + text; };
    if (arguments.contains("layer")) add(text_at(arguments, "layer"));
    for (const auto& [key, name] :
         {std::pair{"step", "step"}, {"ocg", "OCG"}, {"pass", "pass"}, {"channel", "channel"}})
      if (arguments.contains(key)) add(fmt::format("{} {}", name, count_at(arguments, key)));
    if (arguments.contains("channels")) add("channels " + text_at(arguments, "channels"));
    return place;
  }

  void take_interval(const ParsedJson& event) {
    const Cycle begin = count_at(event, "ts"), end = begin + count_at(event, "dur");
    TimelineTrack& track = track_of({count_at(event, "pid"), count_at(event, "tid")}, "");
    if (!track.intervals.empty() && begin < track.intervals.back().end)
      refuse(fmt::format("intervals of one track overlap in cycle {}", begin));
    const std::string place = event.contains("args") ? place_of(event.at("args")) : "";
    track.intervals.push_back(
        {begin, end, activities_.index_of(text_at(event, "name")), places_.index_of(place)});
    note_cycles(begin, end);
  }
  void note_cycles(Cycle begin, Cycle end) {
    from_ = std::min(from_, begin);
    to_ = std::max(to_, end);
  }

  void take_sample(const ParsedJson& event) {
    const ParsedJson& arguments = value_at(event, "args");
    if (!arguments.is_object() || arguments.size() != 1) refuse("a counter that has not one value");
    const std::string& value_name = arguments.begin().key();
    TimelineTrack& track =
        track_of({count_at(event, "pid"), 0}, fmt::format("{} {}", text_at(event, "name"), value_name));
    const Cycle cycle = count_at(event, "ts");
    if (!track.samples.empty() && cycle < track.samples.back().cycle)
      refuse(fmt::format("values of one counter are out of order in cycle {}", cycle));
    track.unit = value_name;
    note_cycles(cycle, cycle + 1);
    track.samples.push_back({cycle, count_of(arguments.begin().value(), "args")});
  }

  std::string name_at(const std::map<Id, std::string>& names, const Id& id) const {
    const auto found = names.find(id);
    if (found == names.end()) refuse(fmt::format("process {}, thread {} has no name", id.first, id.second));
    return found->second;
  }

  ReportTimeline& timeline_;
  TextList activities_, places_;
  std::map<Id, std::string> processes_, threads_;
  std::map<std::pair<Id, std::string>, std::size_t> tracks_;
  std::vector<Id> track_ids_;  ///< of each track
  std::size_t items_ = 0;
  Cycle from_ = ~Cycle{0}, to_ = 0;  ///< of the events
};

}  // namespace

std::size_t ReportTimeline::size() const {
  std::size_t items = 0;
  for (const TimelineTrack& track : tracks) items += track.intervals.size() + track.samples.size();
  return items;
}

ReportTimeline read_report_timeline(const std::filesystem::path& file) {
  ReportTimeline timeline;
  timeline.file = file.string();
  std::error_code error;
  const std::uintmax_t bytes = std::filesystem::file_size(file, error);
  if (!error && bytes > largest_timeline_file)
    refuse_size(timeline.file, fmt::format("{} MB", bytes / 1'000'000),
                fmt::format("{} MB of JSON", largest_timeline_file / 1'000'000));
  const std::string text = read_file(file, largest_timeline_file);
  TimelineReader reader(timeline);
  constexpr int event_depth = 2;
  const auto take = [&](int depth, ParsedJson::parse_event_t event, ParsedJson& parsed) {
    if (depth != event_depth || event != ParsedJson::parse_event_t::object_end) return true;
    if (!parsed.is_object() || !parsed.contains("ph")) return true;
    reader.take(parsed);
    return false;  // taken: it leaves the document
  };
  ParsedJson head;
  try {
    head = ParsedJson::parse(text, take);
  } catch (const ParsedJson::exception&) {
    reader.refuse("not JSON");
  }
  read_timeline_head(head, timeline);
  reader.finish();
  return timeline;
}

nlohmann::ordered_json timeline_to_json(const ReportTimeline& timeline) {
  using Json = nlohmann::ordered_json;
  const auto shown = [](const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) list.push_back(visible(text));
    return list;
  };
  Json json{{"label", visible(timeline.file)},
            {"shows", visible(shown_part(timeline))},
            {"machine", visible(timeline.machine)},
            {"layers", shown(layer_names(timeline))},
            {"from", timeline.from},
            {"to", timeline.to},
            {"activities", shown(timeline.activities)},
            {"places", shown(timeline.places)}};
  json["tracks"] = Json::array();
  for (const TimelineTrack& track : timeline.tracks) {
    Json numbers = Json::array();
    Cycle at = timeline.from;
    for (const TimelineInterval& one : track.intervals) {
      for (const std::uint64_t number :
           {one.begin - at, one.end - one.begin, Cycle{one.activity}, Cycle{one.place}})
        numbers.push_back(number);
      at = one.end;
    }
    for (const TimelineSample& one : track.samples) {
      numbers.push_back(one.cycle - at);
      numbers.push_back(one.value);
      at = one.cycle;
    }
    json["tracks"].push_back({{"group", visible(track.group)},
                              {"name", visible(track.name)},
                              {"unit", visible(track.unit)},
                              {"numbers", numbers}});
  }
  return json;
}

}  // namespace scnnsim
