// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "sim/results/json_parse.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

TEST(ResultsJsonParse, gives_what_the_usual_parser_gives) {
  for (const std::string text :
       {"1", "-1", "1.5", "true", "null", "\"a\\u00e4\"", "[]", "{}", "[[], {}, [1, [2]]]",
        R"({"b": {"x": [1, {"y": null}], "z": {}}, "a": [{"b": 1}, {"b": 2}], "c": "d"})"})
    EXPECT_EQ(parse_json(text, "test").dump(), Json::parse(text).dump());
}

TEST(ResultsJsonParse, leaves_out_what_is_not_needed) {
  const std::string text =
      R"({"a": {"skip": {"b": [1, {"a": 2}]}, "c": 3}, "skip": 1, "l": [{"skip": [], "d": 4}]})";
  const auto json = parse_json(text, "test", [](int, const std::string& key) { return key != "skip"; });
  EXPECT_EQ(json.dump(), R"({"a":{"c":3},"l":[{"d":4}]})");
  EXPECT_EQ(
      parse_json(text, "test", [](int depth, const std::string& key) { return depth > 1 || key == "l"; })
          .dump(),
      R"({"l":[{"skip":[],"d":4}]})");
}

TEST(ResultsJsonParse, keys_keep_their_order_and_the_first_of_equal_ones_counts) {
  const Json json = parse_json(R"({"z": 1, "a": {"y": 2, "b": 3}, "z": 4})", "test");
  EXPECT_EQ(json.dump(), R"({"z":1,"a":{"y":2,"b":3},"z":4})");
  EXPECT_EQ(json.at("z"), 1);
}

TEST(ResultsJsonParse, mistakes_are_user_errors) {
  for (const std::string text : {"", "{", "[1,]", "{\"a\": 1} 2", "\"\xff\"", "1e999", "{1: 2}"})
    testing::expect_user_error([&] { parse_json(text, "test"); }, {"test: not JSON: "});
  testing::expect_user_error([] { parse_json("{\"a\":\n nan}", "file"); },
                             {"file: not JSON: parse error at line 2, column 3: syntax error"});
}

TEST(ResultsJsonParse, many_keys_are_read) {
  std::string text = "{\"k\": 0";
  for (int i = 0; i < 300'000; ++i) text += ", \"key" + std::to_string(i) + "\": {\"n\": 1}";
  const Json json = parse_json(text + "}", "test");  // takes half a minute if each key is searched for
  EXPECT_EQ(json.size(), 300'001u);
  EXPECT_EQ(json.back().dump(), R"({"n":1})");
}

TEST(ParseMsgpack, reads_what_was_written_and_refuses_what_is_cut_off) {
  const Json json{{"negative", -5}, {"large", UINT64_MAX}, {"share", 0.1}, {"list", {1, nullptr, "x"}}};
  std::string bytes;
  Json::to_msgpack(json, bytes);
  EXPECT_EQ(parse_msgpack(bytes, "test").dump(), json.dump());
  for (std::size_t length = 0; length < bytes.size(); ++length)
    testing::expect_user_error([&] { parse_msgpack(std::string_view(bytes).substr(0, length), "test"); },
                               {"test: not MessagePack"});
}

}  // namespace
}  // namespace scnnsim
