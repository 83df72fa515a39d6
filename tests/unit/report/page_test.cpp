// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "sim/report/page_files.h"
#include "sim/report/page_template.h"
#include "sim/report/report.h"
#include "sim/results/results_files.h"
#include "sim/text/html.h"
#include "tests/support/hostile_texts.h"
#include "tests/unit/traces/test_support.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;
using testing::expect_user_error;

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t place = text.find(part); place != std::string::npos; place = text.find(part, place + 1))
    ++count;
  return count;
}

/// What stands between two texts, the first time that both do.
std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t from = text.find(begin) + begin.size();
  return text.substr(from, text.find(end, from) - from);
}

TEST(HtmlText, markup_is_escaped_and_the_invisible_shown) {
  EXPECT_EQ(html_text("<b a=\"x\" b='y'>&\n\u202e"),
            "&lt;b a=&quot;x&quot; b=&#39;y&#39;&gt;&amp;\\n\\u202e");
  for (const std::string& text : testing::hostile_texts())
    EXPECT_EQ(html_text(text).find_first_of("<>\"'\n"), std::string::npos) << text;
}

TEST(HtmlText, json_in_a_script_ends_no_script_and_keeps_its_values) {
  for (const std::string& text : testing::hostile_texts()) {
    const std::string json =
        nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    const std::string embedded = json_in_script(json);
    EXPECT_EQ(embedded.find_first_of("<>&"), std::string::npos) << text;
    EXPECT_EQ(nlohmann::json::parse(embedded), nlohmann::json::parse(json)) << text;
  }
}

TEST(PageTemplate, texts_take_their_places_once) {
  EXPECT_EQ(fill_template("a{{x}}b{{y}}{{x}}", {{"x", "{{y}}"}, {"y", "2"}}), "a{{y}}b2{{y}}");
  EXPECT_THROW(fill_template("{{z}}", {{"x", ""}}), std::logic_error);
  EXPECT_THROW(fill_template("{{x", {{"x", ""}}), std::logic_error);
}

TEST(PageTemplate, hashes_are_written_as_policies_write_them) {
  // SHA-256 of no bytes.
  EXPECT_EQ(policy_hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
}

TEST(RunLabels, places_and_numbers_tell_runs_of_one_name_apart) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(run_labels({"a", "b"}, {"x/a", "x/b"}), (Texts{"a", "b"}));
  EXPECT_EQ(run_labels({"a", "a"}, {"x/a", "y/a"}), (Texts{"x/a", "y/a"}));
  EXPECT_EQ(run_labels({"a", "a"}, {"x/a", "x/a"}), (Texts{"x/a (1)", "x/a (2)"}));
}

/// Results of three layers on two machines, and reports of them.
class ReportPage : public ::testing::Test {
 protected:
  ReportPage() {
    results_.network = "net";
    results_.trace_checksum = "xxh3-128:0";
    results_.architectures = {"scnn", "dcnn"};
    results_.energy_table = EnergyTable::load("45nm");
    for (const char* architecture : {"scnn", "dcnn"})
      for (const char* name : {"conv1", "conv2"}) {
        LayerResult layer;
        layer.network = "net";
        layer.layer = name;
        layer.architecture = architecture;
        layer.cycles = 1000;
        layer.pes = 64;
        layer.multipliers = 1024;
        layer.pe_cycles[static_cast<std::size_t>(CycleOwner::idle)] = 64'000;
        layer.energy_pj = {{"iaram", 5.0}};
        results_.layers.push_back(layer);
      }
  }

  fs::path write() const {
    fs::create_directories(scratch_ / "run");
    write_file(scratch_ / "run/results.json", results_json(results_));
    return scratch_ / "run";
  }
  std::string page() const { return report_page(read_report({write().string()})); }
  nlohmann::json data() const { return nlohmann::json::parse(report_json(read_report({write().string()}))); }

  void refuse(const std::string& text, const std::vector<std::string>& parts) const {
    fs::create_directories(scratch_ / "bad");
    write_file(scratch_ / "bad/results.json", text);
    expect_user_error([&] { read_report({(scratch_ / "bad").string()}); }, parts);
  }
  /// The results with one text replaced.
  std::string changed(const std::string& from, const std::string& to) const {
    std::string text = results_json(results_);
    const std::size_t place = text.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    return text.replace(place, from.size(), to);
  }

  RunResults results_;
  const testing::ScratchFolder scratch_;
};

TEST_F(ReportPage, needs_nothing_beside_itself) {
  const std::string text = page();
  for (const char* reference : {"src=", "href=\"http", "@import", "url(http", "<link", "<iframe", "<img"})
    EXPECT_EQ(between(text, "<body>", "<script>").find(reference), std::string::npos) << reference;
  EXPECT_EQ(occurrences(text, "<script src"), 0u);
  EXPECT_NE(text.find("default-src 'none'"), std::string::npos);
  for (const PageFile& file : page_files()) {
    const bool is_checked = file.name.find(".js") != std::string_view::npos || file.name == "style.css";
    if (!is_checked) continue;
    EXPECT_NE(text.find(policy_hash(file.sha256)), std::string::npos) << file.name;
  }
}

TEST_F(ReportPage, has_its_tables_without_scripts) {
  const std::string text = page();
  for (const char* id : {"totals", "causes", "layers-stalls", "layers-energy", "compare", "configuration-1"})
    EXPECT_EQ(occurrences(text, fmt::format("<table id=\"{}\">", id)), 1u) << id;
  const std::string stalls = between(text, "<table id=\"layers-stalls\">", "</table>");
  EXPECT_EQ(occurrences(stalls, "<tr>"), 5u);  // the head and four layers
  EXPECT_EQ(occurrences(stalls, "<tr class=\"total\">"), 2u);
  EXPECT_NE(text.find("<dt>idle <code>share_idle</code></dt>"), std::string::npos);
}

TEST_F(ReportPage, data_are_json_with_a_layer_per_machine) {
  const std::string text = page();
  const auto embedded = nlohmann::json::parse(
      between(text, "<script type=\"application/json\" id=\"report-data\">", "</script>"));
  EXPECT_EQ(embedded, data());
  ASSERT_EQ(embedded.at("machines").size(), 2u);
  EXPECT_EQ(embedded.at("machines")[1].at("label"), "dcnn");
  EXPECT_EQ(embedded.at("machines")[1].at("layers")[1].at("name"), "conv2");
  EXPECT_EQ(embedded.at("machines")[0].at("layers")[0].at("values").at("cycles_idle"), 64'000);
}

TEST_F(ReportPage, names_are_shown_as_they_are) {
  const std::string hostile = "</script><script>alert(1)</script>";
  const std::size_t scripts = occurrences(page(), "<script");
  for (LayerResult& layer : results_.layers) {
    layer.layer = hostile + layer.layer;
    layer.network = hostile;
    layer.energy_pj[hostile] = 1;
  }
  results_.network = hostile;
  results_.unsimulated = {{hostile, "scnn", Unsimulated::failed, hostile}};
  const std::string text = page();
  EXPECT_EQ(occurrences(text, hostile), 0u);
  EXPECT_EQ(occurrences(text, "<script"), scripts);
  EXPECT_GT(occurrences(text, html_text(hostile)), 10u);
  EXPECT_EQ(data().at("machines")[0].at("layers")[0].at("name"), hostile + "conv1");
}

TEST_F(ReportPage, every_hostile_name_stays_within_its_cell) {
  const LayerResult layer = results_.layers.front();
  results_.layers.clear();
  for (const std::string& name : testing::hostile_texts()) {
    results_.layers.push_back(layer);
    results_.layers.back().layer = name;
  }
  const std::string stalls = between(page(), "<table id=\"layers-stalls\">", "</table>");
  EXPECT_EQ(occurrences(stalls, "<tr>"), results_.layers.size() + 1);
  EXPECT_EQ(occurrences(stalls, "<script"), 0u);
}

TEST_F(ReportPage, bad_results_are_refused_by_name) {
  refuse("", {"results.json", "not JSON"});
  refuse(results_json(results_).substr(0, 500), {"results.json", "not JSON"});
  refuse("{}", {"key scnnsim_results is missing"});
  refuse(changed("\"scnnsim_results\": 1", "\"scnnsim_results\": 2"),
         {"got 2, expected 1", "another version"});
  refuse(changed("\"configuration\"", "\"other\""), {"configuration", "expected an object"});
  refuse(changed("\"rows\": 8", "\"rows\": 0"), {"configuration", "pe_array.rows", "got 0"});
  refuse(changed("\"rows\": 8", "\"lines\": 8"), {"configuration: unknown key of pe_array \"lines\""});
  refuse(changed("\"rows\": 8", "\"rows\": [8]"), {"pe_array.rows", "expected a number or a text"});
  expect_user_error([&] { read_report({(scratch_ / "nothing").string()}); }, {"nothing", "does not exist"});
}

TEST_F(ReportPage, tells_that_runs_are_of_different_traces) {
  fs::create_directories(scratch_ / "other");
  const auto page_of_two = [&] {
    write_file(scratch_ / "other/results.json", results_json(results_));
    results_.trace_checksum = "xxh3-128:0";
    return report_page(read_report({write().string(), (scratch_ / "other").string()}));
  };
  EXPECT_EQ(page_of_two().find("different-traces\""), std::string::npos);
  results_.trace_checksum = "xxh3-128:1";
  const std::string note = between(page_of_two(), "id=\"different-traces\">", "</div>");
  EXPECT_NE(note.find("These runs are of different traces"), std::string::npos) << note;
  EXPECT_NE(note.find("run: checksum xxh3-128:0"), std::string::npos) << note;
  EXPECT_NE(note.find("other: checksum xxh3-128:1"), std::string::npos) << note;
}

TEST_F(ReportPage, machines_without_outputs_are_not_said_to_have_been_run_without_values) {
  EXPECT_NE(page().find("0 of 2 layer results; the others were run without values or with --no-verify; dcnn "
                        "computes no outputs: cycles and counts alone"),
            std::string::npos);
  for (LayerResult& layer : results_.layers)
    if (layer.architecture == "scnn") layer.verified = Verified::yes;
  EXPECT_NE(
      page().find("yes: outputs of all 2 layer results equal an independent convolution; dcnn computes no "
                  "outputs: cycles and counts alone"),
      std::string::npos);
  results_.layers.erase(results_.layers.begin(), results_.layers.begin() + 2);
  EXPECT_NE(page().find("<dd>not applicable; dcnn computes no outputs: cycles and counts alone</dd>"),
            std::string::npos);
}

TEST_F(ReportPage, layers_above_the_roof_of_dram_are_marked) {
  // 500 bytes take 10 cycles at 50 bytes per cycle, the layer 1.
  for (LayerResult& layer : results_.layers) {
    layer.pe_cycles = {};
    layer.pe_cycles[static_cast<std::size_t>(CycleOwner::issue)] = 64 * layer.cycles;
    layer.multiplies = 1024 * layer.cycles;
    layer.dram_weight_bytes = 500;
  }
  results_.layers[0].cycles = 1;
  results_.layers[0].multiplies = 1024;
  results_.layers[0].pe_cycles[static_cast<std::size_t>(CycleOwner::issue)] = 64;
  results_.layers[0].architecture = "scnn_oracle";
  const auto machines = data().at("machines");
  EXPECT_EQ(machines[0].at("why_above"), "scnn_oracle does not wait for DRAM");
  EXPECT_TRUE(machines[0].at("layers")[0].contains("above_bandwidth"));
  EXPECT_FALSE(machines[1].at("layers")[0].contains("above_bandwidth"));
}

TEST_F(ReportPage, tells_the_command_of_a_run_whose_folder_has_it) {
  const fs::path folder = write();
  EXPECT_NE(page().find("scnnsim run TRACE --config config.yaml --arch scnn --arch dcnn"), std::string::npos);
  write_file(folder / "run.json", R"({"command": ["scnnsim", "run", "my trace", "--arch", "dcnn"]})");
  EXPECT_NE(page().find(html_text("scnnsim run 'my trace' --arch dcnn")), std::string::npos);
}

}  // namespace
}  // namespace scnnsim
