// SPDX-License-Identifier: Apache-2.0
#include "sim/activity/timeline.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "sim/activity/unit_names.h"
#include "tests/support/recorded_layer.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Json = nlohmann::json;

MachineConfig one_pe() {
  MachineConfig config;
  config.pe_array.rows = config.pe_array.columns = 1;
  return config;
}

/// A layer of 20 cycles whose PE has these records.
std::shared_ptr<ActivityPart> part_of_pe(const std::vector<ActivityRecord>& records) {
  const ActivityStreams streams(1);
  auto part = new_activity_part();
  part->begin(streams.count());
  for (const ActivityRecord& record : records) part->append(streams.of(ActiveUnit::pe, 0), record);
  ActivityFacts facts;
  facts.cycles = facts.to = 20;
  facts.ocgs = 2;
  facts.passes = 3;
  part->finish(facts);
  return part;
}

ActivityRecord interval(Cycle begin, Cycle end, Activity activity, std::uint32_t step,
                        std::uint32_t channel) {
  return {begin, end, static_cast<std::uint32_t>(activity), step, channel};
}

Json timeline(const std::vector<TimelineLayer>& layers, const ActivityRequest& request = {}) {
  std::string text;
  write_timeline(origin_on(one_pe()), layers, one_pe(), request,
                 [&](std::string_view part) { text += part; });
  return Json::parse(text);
}

/// Events of the PE's own track.
std::vector<Json> events_of_pe(const Json& timeline) {
  std::vector<Json> events;
  for (const Json& event : timeline.at("traceEvents"))
    if (event.at("ph") == "X" && event.at("pid") == 10 && event.at("tid") == 10) events.push_back(event);
  return events;
}

const std::vector<ActivityRecord> two_channels{
    interval(0, 4, Activity::weights, 3, 0), interval(4, 6, Activity::issue, 3, 0),
    interval(6, 9, Activity::issue, 3, 5), interval(9, 20, Activity::issue, 4, 5)};

TEST(Timeline, JoinsNeighbouringIntervalsOfAnOwnerAndStep) {
  const auto events = events_of_pe(timeline({{"conv1", part_of_pe(two_channels)}}));
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].at("name"), "weights");
  EXPECT_EQ(events[1].at("ts"), 4);
  EXPECT_EQ(events[1].at("dur"), 5);
  EXPECT_EQ(events[1].at("args"), Json::parse(R"({"step": 3, "ocg": 1, "pass": 1, "channels": "0-5"})"));
  EXPECT_EQ(events[2].at("args"), Json::parse(R"({"step": 4, "ocg": 0, "pass": 2, "channel": 5})"));
}

TEST(Timeline, OfAWindowShowsEveryChannel) {
  ActivityRequest request;
  request.has_window = true;
  const auto events = events_of_pe(timeline({{"conv1", part_of_pe(two_channels)}}, request));
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(events[1].at("args").at("channel"), 0);
  EXPECT_EQ(events[2].at("args").at("channel"), 5);
}

TEST(Timeline, PutsLayersBehindEachOtherAndLeavesOutThoseWithoutARecord) {
  const auto events = events_of_pe(timeline({{"conv1", part_of_pe(two_channels)},
                                             {"failed", new_activity_part()},
                                             {"conv3", part_of_pe(two_channels)}}));
  ASSERT_EQ(events.size(), 6u);
  EXPECT_EQ(events[3].at("ts"), 20);
  EXPECT_EQ(events[3].at("args").at("layer"), "conv3");
}

TEST(Timeline, SaysWhichRunItIsOf) {
  ActivityRequest request;
  request.pes = {0};
  const Json told = timeline({{"conv1", part_of_pe(two_channels)}, {"failed", new_activity_part()}}, request)
                        .at("otherData");
  EXPECT_EQ(timeline({}).at("otherData").at("pes"), "all");
  EXPECT_EQ(told.at("scnnsim_timeline"), 1);
  EXPECT_EQ(told.at("program"), "1.2.3");
  EXPECT_EQ(told.at("network"), "network");
  EXPECT_EQ(told.at("trace_checksum"), "xxh3-128:1");
  EXPECT_EQ(told.at("architecture"), "scnn");
  EXPECT_EQ(told.at("configuration").at("pe_array").at("rows"), 1);
  EXPECT_EQ(told.at("layers"), Json::parse(R"([{"name": "conv1", "cycles": 20, "from": 0, "to": 20}])"));
  EXPECT_EQ(told.at("pes"), Json::parse(R"(["pe_0_0"])"));
  EXPECT_EQ(told.at("counter_period"), ActivityRequest::sample_period);
}

TEST(Timeline, EndsWithTheLayer) {
  const auto part =
      part_of_pe({interval(0, 15, Activity::issue, 0, 0), interval(15, 30, Activity::weights, 0, 1),
                  interval(30, 40, Activity::issue, 0, 2)});
  const auto events = events_of_pe(timeline({{"conv1", part}, {"conv2", part}}));
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(events[1].at("dur"), 5);
  EXPECT_EQ(events[2].at("ts"), 20);
}

TEST(Timeline, EscapesNamesOfLayers) {
  const std::string name = "a\"b\\</script>\n";
  const Json written = timeline({{name, part_of_pe(two_channels)}, {"conv2", part_of_pe(two_channels)}});
  EXPECT_EQ(written.at("otherData").at("layers").at(0).at("name"), name);
  EXPECT_EQ(events_of_pe(written).at(0).at("args").at("layer"), name);
}

TEST(Timeline, NamesTracksByUnitAndPe) {
  std::vector<std::string> threads, processes;
  const Json written = timeline({{"conv1", part_of_pe(two_channels)}});
  for (const Json& event : written.at("traceEvents")) {
    if (event.at("name") == "thread_name") threads.push_back(event.at("args").at("name"));
    if (event.at("name") == "process_name") processes.push_back(event.at("args").at("name"));
  }
  EXPECT_EQ(processes, (std::vector<std::string>{"array", "pe_0_0"}));
  EXPECT_EQ(threads, (std::vector<std::string>{"layer", "weight broadcast", "barrier", "DRAM", "PE", "PPU"}));
}

/// Perfetto's UI sorts the threads of a process by number, the one with the number of the process first.
TEST(Timeline, NumbersThreadsOnceAndInTheirOrder) {
  MachineConfig config;
  config.pe_array.rows = config.pe_array.columns = 3;
  std::string text;
  write_timeline(origin_on(config), {}, config, {}, [&](std::string_view part) { text += part; });
  std::map<int, std::vector<int>> threads;
  std::set<int> numbers;
  const Json written = Json::parse(text);
  for (const Json& event : written.at("traceEvents")) {
    if (event.at("name") != "thread_name") continue;
    threads[event.at("pid")].push_back(event.at("tid"));
    EXPECT_TRUE(numbers.insert(event.at("tid").get<int>()).second) << event;
  }
  EXPECT_EQ(threads.size(), 10u);
  for (const auto& [process, of_process] : threads) {
    EXPECT_EQ(of_process.front(), process);
    EXPECT_TRUE(std::is_sorted(of_process.begin(), of_process.end()));
  }
}

TEST(UnitNames, HaveTwoPartsForLevels) {
  for (const ActiveLevel level : {ActiveLevel::fifo_entries, ActiveLevel::queued_products,
                                  ActiveLevel::waiting_pes, ActiveLevel::dram_bytes}) {
    const LevelName name = parts_of_name(level);
    EXPECT_EQ(std::string(name.counter) + " " + std::string(name.value), to_string(level));
  }
  EXPECT_EQ(parts_of_name(ActiveLevel::fifo_entries).value, "entries");
  EXPECT_EQ(parts_of_name(ActiveLevel::dram_bytes).value, "bytes in flight");
}

TEST(UnitNames, FindAPeByRowAndColumn) {
  MachineConfig config;
  config.pe_array.rows = 2;
  config.pe_array.columns = 3;
  for (std::uint32_t pe = 0; pe < 6; ++pe) EXPECT_EQ(find_pe(config, name_of_pe(config, pe), "--pes"), pe);
  for (const char* const name : {"pe_2_0", "pe_0_3", "0", "", "pe_0_00"})
    EXPECT_THROW(find_pe(config, name, "--pes"), UserError) << name;
}

}  // namespace
}  // namespace scnnsim
