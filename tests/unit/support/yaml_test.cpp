// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>

#include "tests/unit/traces/test_support.h"
#include "traces/layer.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;
using testing::ScratchFolder;

YamlMap map(const std::string& text) {
  return YamlNode::parse(text, "f.yaml").as_map({"count", "name", "list", "stride"});
}

template <class T>
T value(const std::string& text) {
  return map("count: " + text).required<T>("count");
}

TEST(StrictYaml, ReadsTypedValues) {
  EXPECT_EQ(value<std::uint32_t>("12"), 12u);
  EXPECT_EQ(value<std::int32_t>("-12"), -12);
  EXPECT_EQ(value<std::uint64_t>("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(value<double>("1.5e3"), 1500);
  EXPECT_EQ(value<double>("3"), 3);
  EXPECT_TRUE(value<bool>("true"));
  EXPECT_EQ(value<std::string>("\"12\""), "12");
  EXPECT_EQ(value<Granularity>("kernel"), Granularity::kernel);
}

TEST(StrictYaml, TakesTruthValuesAsTheCoreSchemaHasThem) {
  for (const char* text : {"true", "True", "TRUE"}) EXPECT_TRUE(value<bool>(text)) << text;
  for (const char* text : {"false", "False", "FALSE"}) EXPECT_FALSE(value<bool>(text)) << text;
  for (const char* text : {"tRUE", "yes", "on", "1", "\"True\""})
    expect_user_error([&] { value<bool>(text); }, {"f.yaml:1: count"});
}

TEST(StrictYaml, RefusesInexactIntegers) {
  for (const char* text : {"1.5", "1e3", "0x10", "-1", "4294967296", "99999999999999999999", "1_000", "ten",
                           "007", "+1", "", "~", "1.0", "[1]", "{}", "\"1\"", "true"})
    expect_user_error([&] { value<std::uint32_t>(text); }, {"f.yaml:1: count"});
}

TEST(StrictYaml, RefusesOtherBadScalars) {
  expect_user_error([] { value<double>(".nan"); }, {"f.yaml:1: count", ".nan", "a number"});
  expect_user_error([] { value<double>("inf"); }, {"inf", "a number"});
  expect_user_error([] { value<bool>("yes"); }, {"yes", "true or false"});
  expect_user_error([] { value<Granularity>("row"); },
                    {"row", "none, element, vector, kernel, filter, channel, n:m"});
}

TEST(StrictYaml, ChecksRanges) {
  const YamlMap m = map("name: a\ncount: 65");
  EXPECT_EQ(m.required<unsigned>("count", {1, 65}), 65u);
  expect_user_error(
      [&] {
        m.required<unsigned>("count", {1, 64});
      },
      {"f.yaml:2: count", "got 65", "an integer in 1 ... 64"});
  expect_user_error([&] { m.required<int>("count", {66}); }, {"an integer of at least 66"});
  expect_user_error([&] { m.required<double>("count", {0, 1}); }, {"a number in 0 ... 1"});
}

TEST(StrictYaml, SuggestsTheNearestKey) {
  expect_user_error([] { map("name: a\nstrid: 1"); },
                    {"f.yaml:2", "unknown key \"strid\"", "did you mean \"stride\"",
                     "known keys: count, name, list, stride"});
  expect_user_error([] { map("zzzzzzzz: 1"); }, {"unknown key \"zzzzzzzz\"; known keys"});
}

TEST(StrictYaml, RefusesDuplicateAndOddKeys) {
  expect_user_error([] { map("name: a\nname: b"); }, {"f.yaml:2", "\"name\"", "twice"});
  expect_user_error([] { map("[1, 2]: b"); }, {"f.yaml:1", "as a key"});
}

TEST(StrictYaml, NamesMissingKeys) {
  expect_user_error([] { map("name: a").at("count"); }, {"f.yaml:1", "\"count\" is missing"});
}

TEST(StrictYaml, DistinguishesAbsentFromPresent) {
  const YamlMap m = map("count: 3");
  EXPECT_EQ(m.optional<unsigned>("count", 7), 3u);
  EXPECT_EQ(m.optional<unsigned>("stride", 7), 7u);
  EXPECT_EQ(m.if_given<unsigned>("stride"), std::nullopt);
  EXPECT_EQ(m.if_given<unsigned>("count"), 3u);
}

TEST(StrictYaml, ReadsListsOfFixedLength) {
  EXPECT_EQ(map("list: [1, 2]").at("list").as_list<int>(2), (std::vector<int>{1, 2}));
  expect_user_error([] { map("list: [1, 2, 3]").at("list").as_list<int>(2); },
                    {"f.yaml:1: list", "a list of 3", "a list of 2"});
  expect_user_error([] { map("list: 1").at("list").as_sequence(); }, {"list", "\"1\"", "a list"});
  expect_user_error([] { map("list:\n  - 1\n  - x").at("list").as_list<int>(2); },
                    {"f.yaml:3: list[1]", "got x"});
}

TEST(StrictYaml, ReportsSyntaxErrorsWithTheirLine) {
  expect_user_error([] { map("name: a\nlist: [1, 2\n"); }, {"f.yaml:", "not valid YAML"});
  expect_user_error([] { map("name: a\n\tcount: 1"); }, {"f.yaml:2", "not valid YAML"});
  for (const char* opening : {"[", "{a: ", "- "}) {
    std::string deep = "list:\n  ";
    for (int depth = 0; depth < 5000; ++depth) deep += opening;
    expect_user_error([&] { map(deep); }, {"f.yaml:2", "nested more than", "deep"});
  }
}

TEST(StrictYaml, ReadsUtf8Only) {
  const std::string good = "\u00e9\u20ac\U0001f600\U0010ffff";
  EXPECT_EQ(map("name: " + good).required<std::string>("name"), good);
  for (const char* bad : {"\xff", "\xe9 ", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                          "\xf0\x9f\x98", "\x80"})
    expect_user_error([&] { map(std::string("count: 1\nname: ") + bad); },
                      {"f.yaml:2", "at offset 15", "expected UTF-8"});
}

TEST(StrictYaml, JoinsTheSurrogatePairsOfJson) {
  const auto name = [](const std::string& text) { return map(text).required<std::string>("name"); };
  const std::string smile = "\U0001f600", last = "\U0010ffff";
  EXPECT_EQ(name(R"({"name": "a\ud83d\ude00b", "count": 1})"), "a" + smile + "b");
  EXPECT_EQ(name(R"(name: "\uD83D\uDE00\udbff\udfff\n\\\"")"), smile + last + "\n\\\"");
  EXPECT_EQ(name("\xef\xbb\xbf"
                 R"(name: "\ud83d\ude00")"),
            smile);
  EXPECT_EQ(name(R"(name: !!str &here "\ud83d\ude00")"), smile);
  EXPECT_EQ(name("# \u00e9 \"\nlist: [\"\u00e9\", it's]\n"
                 R"(name: "\u00e9\ud83d\ude00")"),
            "\u00e9" + smile);
  EXPECT_EQ(map(R"({"name": "\ud83d\ude00", "list": ["\ud83d\ude00"]})").at("list").as_list<std::string>(1),
            std::vector<std::string>{smile});
}

TEST(StrictYaml, LeavesSurrogatesOutsideOfDoubleQuotes) {
  const std::string written = R"(\ud83d\ude00)";
  const std::vector<std::string> texts{"name: " + written, "name: '" + written + "'",
                                       "name: a\"" + written + "\"", "name: |-\n  \"" + written + "\"",
                                       R"(name: "\\ud83d\\ude00")"};
  for (const std::string& text : texts) {
    const auto name = map(text + "\ncount: 1 # \"" + written).required<std::string>("name");
    EXPECT_NE(name.find("ud83d\\ude00"), std::string::npos) << name;
  }
}

TEST(StrictYaml, RefusesLoneSurrogates) {
  for (const char* text :
       {R"(name: "\ud83d")", R"(name: "\ude00\ud83d")", R"(name: "\ud83d\u0041")",
        R"(name: "\ud83d\ude00\ud83d")", R"(name: "\ud83d \ude00")", R"(name: "\\ud83d\ude00")"})
    expect_user_error([&] { map(std::string("count: 1\n") + text); }, {"f.yaml:2", "not valid YAML"});
}

TEST(StrictYaml, ExpectsOneMapInOneDocument) {
  expect_user_error([] { map(""); }, {"f.yaml:1", "got nothing", "a map"});
  expect_user_error([] { map("- 1"); }, {"f.yaml:1", "a list of 1", "a map"});
  for (const char* second : {"---\nname: b", "...\nname: b", "%YAML 1.2\n---\nname: b"})
    expect_user_error([&] { map(std::string("name: a\n") + second); }, {"f.yaml", "more than one document"});
  expect_user_error([] { map(", name: a"); }, {"f.yaml"});
}

TEST(StrictYaml, ReportsUnreadableFiles) {
  const ScratchFolder folder;
  expect_user_error([&] { YamlNode::load(folder / "none.yaml"); }, {"none.yaml", "cannot be opened"});
  expect_user_error([&] { YamlNode::load(folder.path()); }, {"is a folder"});
}

TEST(StrictYaml, QuotesWhatItReadsBack) {
  const std::string odd = "a: \"b\"\n\\ # {c} é";
  EXPECT_EQ(map("name: " + yaml_quote(odd)).required<std::string>("name"), odd);
}

}  // namespace
}  // namespace scnnsim
