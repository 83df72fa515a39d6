// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <functional>
#include <nlohmann/json.hpp>

#include "sim/activity/timeline.h"
#include "sim/report/page_views.h"
#include "sim/report/report.h"
#include "sim/report/timeline_run.h"
#include "tests/support/recorded_layer.h"
#include "tests/unit/traces/test_support.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

MachineConfig one_pe() {
  MachineConfig config;
  config.pe_array.rows = config.pe_array.columns = 1;
  return config;
}

/// 20 cycles of a layer: the PE waits for 4, issues for 5, is idle for 11; its FIFO holds 3, then 1 entries.
std::string recorded_timeline(const std::string& layer) {
  const ActivityStreams streams(1);
  const auto part = new_activity_part();
  part->begin(streams.count());
  const auto did = [&](Cycle begin, Cycle end, Activity activity, std::uint32_t channel) {
    part->append(streams.of(ActiveUnit::pe, 0),
                 {begin, end, static_cast<std::uint32_t>(activity), 3, channel});
  };
  did(0, 4, Activity::weights, 0);
  did(4, 9, Activity::issue, 0);
  did(9, 20, Activity::idle, ActiveInterval::no_channel);
  part->append(streams.of(ActiveLevel::fifo_entries, 0), {0, 3});
  part->append(streams.of(ActiveLevel::fifo_entries, 0), {6, 1});
  ActivityFacts facts;
  facts.cycles = facts.to = 20;
  part->finish(facts);
  ActivityRequest request;
  request.has_window = true;
  std::string text;
  write_timeline(origin_on(one_pe()), {{layer, part}}, one_pe(), request,
                 [&](std::string_view more) { text += more; });
  return text;
}

class ReportOfATimeline : public ::testing::Test {
 protected:
  std::string write(const std::string& text) const {
    write_file(scratch_ / "t.json", text);
    return (scratch_ / "t.json").string();
  }
  ReportTimeline read(const std::string& text) const { return read_report_timeline(write(text)); }
  void refuse(const std::string& text, const std::vector<std::string>& parts) const {
    expect_user_error([&] { read(text); }, parts);
  }
  /// The timeline with one text replaced.
  static std::string changed(const std::string& from, const std::string& to) {
    std::string text = recorded_timeline("conv1");
    const std::size_t place = text.find(from);
    EXPECT_NE(place, std::string::npos) << from << " in " << text;
    return text.replace(place, from.size(), to);
  }
  const testing::ScratchFolder scratch_;
};

const TimelineTrack& track_named(const ReportTimeline& timeline, const std::string& name) {
  for (const TimelineTrack& track : timeline.tracks)
    if (track.name == name) return track;
  throw std::out_of_range(name);
}

TEST_F(ReportOfATimeline, has_the_intervals_and_samples_of_the_file) {
  const ReportTimeline timeline = read(recorded_timeline("conv1"));
  ASSERT_EQ(timeline.layers.size(), 1u);
  EXPECT_EQ(timeline.layers[0].name, "conv1");
  EXPECT_EQ(timeline.layers[0].cycles, 20u);
  EXPECT_TRUE(timeline.pes.empty());
  EXPECT_EQ(timeline.from, 0u);
  EXPECT_EQ(timeline.to, 20u);
  const TimelineTrack& pe = track_named(timeline, "PE");
  EXPECT_EQ(pe.group, "pe_0_0");
  ASSERT_EQ(pe.intervals.size(), 3u);
  EXPECT_EQ(pe.intervals[1].begin, 4u);
  EXPECT_EQ(pe.intervals[1].end, 9u);
  EXPECT_EQ(timeline.activities[pe.intervals[1].activity], "issue");
  EXPECT_EQ(timeline.places[pe.intervals[1].place], "step 3, OCG 0, channel 0");
  const TimelineTrack& fifo = track_named(timeline, "weight FIFO entries");
  EXPECT_EQ(fifo.unit, "entries");
  ASSERT_EQ(fifo.samples.size(), 2u);
  EXPECT_EQ(fifo.samples[1].cycle, 6u);
  EXPECT_EQ(fifo.samples[1].value, 1u);
}

TEST_F(ReportOfATimeline, gives_scripts_numbers_relative_to_those_before) {
  const auto json = timeline_to_json(read(recorded_timeline("conv1")));
  for (const auto& track : json.at("tracks"))
    if (track.at("name") == "weight FIFO entries")
      EXPECT_EQ(track.at("numbers"), (std::vector<int>{0, 3, 6, 1}));
    else if (track.at("name") == "PE") {
      ASSERT_EQ(track.at("numbers").size(), 12u);
      EXPECT_EQ(track.at("numbers")[4], 0);  // begins where the one before ends
      EXPECT_EQ(track.at("numbers")[5], 5);
    }
}

TEST_F(ReportOfATimeline, has_a_table_of_cycles_without_scripts) {
  ReportData report;
  report.timelines.push_back(read(recorded_timeline("<b>conv1")));
  const std::string view = timeline_view(report);
  EXPECT_EQ(view.find("<b>"), std::string::npos);
  EXPECT_NE(view.find("&lt;b&gt;conv1"), std::string::npos);
  EXPECT_NE(view.find("<th scope=\"row\">pe_0_0</th><td class=\"number\" data-v=\"5\">5</td>"),
            std::string::npos)
      << view;
}

TEST_F(ReportOfATimeline, refuses_what_is_no_timeline) {
  refuse("", {"t.json", "not JSON", "scnnsim run --timeline"});
  refuse("[1, 2", {"t.json", "not JSON"});
  refuse("{}", {"t.json", "not in cycles"});
  refuse("[]", {"t.json", "not in cycles"});
  refuse(R"({"traceEvents": []})", {"t.json", "not in cycles"});
  const std::string whole = recorded_timeline("conv1");
  refuse(whole.substr(0, whole.find("traceEvents") + 400), {"not JSON"});
  refuse(changed("1 us is 1 cycle", "1 us is 2 cycles"), {"not in cycles"});
  refuse(changed("\"ph\":\"X\"", "\"ph\":\"B\""), {"phase \"B\""});
  refuse(changed("\"ts\":4", "\"ts\":-4"), {"\"ts\" of an event is no count"});
  refuse(changed("\"ts\":4", "\"ts\":3"), {"overlap in cycle 3"});
  refuse(changed("\"dur\":5", "\"dur\":null"), {"\"dur\" of an event is no count"});
  refuse(changed("\"ts\":6", "\"at\":6"), {"an event without \"ts\""});
  refuse(changed("\"name\":\"thread_name\"", "\"name\":\"other\""), {"has no name"});
  expect_user_error([&] { read_report_timeline(scratch_ / "none.json"); }, {"none.json"});
}

TEST_F(ReportOfATimeline, refuses_files_that_do_not_say_which_run_they_are_of) {
  const std::string anew = "record it anew: scnnsim run TRACE --timeline FILE";
  refuse(changed("\"scnnsim_timeline\":1,", ""), {"an earlier version of scnnsim wrote it", anew});
  refuse(changed("\"scnnsim_timeline\":1,", "\"scnnsim_timeline\":2,"), {"got 2, expected 1", anew});
  for (const char* const key : {"program", "network", "trace_checksum", "architecture", "configuration",
                                "layers", "pes", "counter_period"})
    refuse(changed(fmt::format("\"{}\":", key), "\"other\":"), {fmt::format("otherData has no \"{}\"", key)});
  refuse(changed("\"network\":\"network\"", "\"network\":5"), {"otherData.network is no text"});
  refuse(changed("\"pes\":\"all\"", "\"pes\":[\"pe_0_1\"]"), {"otherData.pes: got pe_0_1"});
  refuse(changed("\"rows\":1", "\"rows\":\"one\""), {"otherData.configuration: pe_array.rows"});
}

TEST_F(ReportOfATimeline, refuses_cycles_beyond_those_that_it_says_to_show) {
  refuse(changed("\"from\":0,\"to\":20", "\"from\":0,\"to\":21"),
         {"0 ... 21 are not within the 20 of conv1"});
  refuse(changed("\"from\":0,\"to\":20", "\"from\":0,\"to\":19"),
         {"events in cycles 0 to 19, beyond 0 to 18"});
  refuse(changed("\"from\":0,\"to\":20", "\"from\":1,\"to\":20"),
         {"events in cycles 0 to 19, beyond 1 to 19"});
  refuse(changed("\"ts\":6", "\"ts\":60"), {"events in cycles 0 to 60, beyond 0 to 19"});
}

/// Results of the run that recorded_timeline() is of.
ReportRun run_of_conv1() {
  ReportRun run;
  run.place = "results";
  run.version = "1.2.3";
  run.network = "network";
  run.trace_checksum = "xxh3-128:1";
  run.config = one_pe();
  LayerResult& layer = run.results.layers.emplace_back();
  layer.architecture = "scnn";
  layer.layer = "conv1";
  layer.cycles = 20;
  return run;
}

TEST_F(ReportOfATimeline, is_of_the_run_with_the_same_values) {
  const ReportTimeline timeline = read(recorded_timeline("conv1"));
  std::vector<ReportRun> runs{run_of_conv1(), run_of_conv1()};
  runs[0].config.weight_fifo.entries = 7;
  EXPECT_EQ(&run_of(timeline, runs), &runs[1]);
}

TEST_F(ReportOfATimeline, names_both_values_where_it_is_of_another_run) {
  const ReportTimeline timeline = read(recorded_timeline("conv1"));
  const auto differs = [&](const std::function<void(ReportRun&)>& change, const std::string& expected) {
    ReportRun run = run_of_conv1();
    change(run);
    expect_user_error([&] { run_of(timeline, {run}); },
                      {"t.json: is of another run than the results: results: " + expected, "record it anew"});
  };
  differs([](ReportRun& run) { run.network = "other"; }, "network: got network, expected other");
  differs([](ReportRun& run) { run.trace_checksum = "xxh3-128:2"; },
          "trace checksum: got xxh3-128:1, expected xxh3-128:2");
  differs([](ReportRun& run) { run.results.layers[0].architecture = "dcnn"; },
          "architecture: got scnn, expected dcnn");
  differs([](ReportRun& run) { run.config.clock.frequency = 2; }, "clock.frequency: got 1, expected 2");
  differs(
      [](ReportRun& run) {
        run.config.weight_fifo.entries = 7;
        run.config.dram.latency = 3;
      },
      "weight_fifo.entries: got 50, expected 7 (2 keys differ)");
  differs([](ReportRun& run) { run.version = "1.2.4"; }, "version of scnnsim: got 1.2.3, expected 1.2.4");
  differs([](ReportRun& run) { run.results.layers[0].layer = "conv2"; }, "layer: got conv1, expected conv2");
  differs([](ReportRun& run) { run.results.layers[0].cycles = 19; }, "cycles of conv1: got 20, expected 19");
  expect_user_error([&] { run_of(timeline, {}); }, {"t.json", "expected the folder that scnnsim run --out"});
}

TEST_F(ReportOfATimeline, says_which_part_it_shows) {
  ReportTimeline timeline = read(recorded_timeline("conv1"));
  timeline.machine = "small";
  EXPECT_EQ(shown_part(timeline),
            "all 20 cycles of conv1 on small, units of all PEs, counters at every change");
  timeline.layers[0].cycles = 2000;
  timeline.pes = {"pe_0_0"};
  timeline.counter_period = 256;
  EXPECT_EQ(shown_part(timeline),
            "cycles 0 to 19 of the 2,000 of conv1 on small, units of pe_0_0, counters at every 256th cycle");
}

TEST_F(ReportOfATimeline, refuses_more_than_a_page_holds) {
  std::string events;
  for (std::size_t i = 0; i <= most_timeline_items; ++i)
    events += fmt::format(",\n{{\"ph\":\"C\",\"name\":\"n\",\"pid\":1,\"ts\":{},\"args\":{{\"x\":1}}}}",
                          20 * i / (most_timeline_items + 1));
  std::string text = recorded_timeline("conv1");
  const std::string many = text.insert(text.rfind("\n]}"), events);
  const std::string file = write(many);
  expect_user_error([&] { read_report({}, {file}); },
                    {"t.json", "at most 300000", "--cycles FROM:TO --pes LIST"});
}

}  // namespace
}  // namespace scnnsim
