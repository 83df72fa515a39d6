// SPDX-License-Identifier: Apache-2.0
#include "sim/text/json.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "sim/text/visible.h"
#include "tests/support/hostile_texts.h"
#include "tests/unit/traces/test_support.h"
#include "traces/support/utf8.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

/// JSON cannot hold bytes that are no UTF-8.
std::string with_replacements(const std::string& text) {
  std::string result;
  bool in_sequence = false;  // that begins like a character: one replacement for all of it
  for_each_character(text, [&](const TextCharacter& character) {
    const bool is_byte = character.code == not_utf8;
    const bool goes_on = in_sequence && is_byte && (character.bytes.front() & 0xc0) == 0x80;
    if (!goes_on) result += is_byte ? "\ufffd" : std::string(character.bytes);
    in_sequence = is_byte;
  });
  return result;
}

TEST(JsonText, holds_every_text_as_it_is_without_commands_for_a_terminal) {
  for (const std::string& text : testing::hostile_texts()) {
    const std::string written = json_text(Json{{text, text}});
    EXPECT_EQ(written, visible(written));
    const Json read = Json::parse(written);
    EXPECT_EQ(read.begin().key(), with_replacements(text));
    EXPECT_EQ(read.begin().value(), with_replacements(text));
  }
}

TEST(JsonText, escapes_what_is_invisible_and_leaves_the_rest) {
  EXPECT_EQ(json_text("é🙂\u202e\x7f"), "\"é🙂\\u202e\\u007f\"");
  EXPECT_EQ(json_text("\U000e0041"), "\"\\udb40\\udc41\"");
  EXPECT_EQ(json_text("\xff"), "\"\ufffd\"");
  EXPECT_EQ(json_text(Json{{"a", 1}}, 1), "{\n \"a\": 1\n}");
}

/// The library's digits of the first three are neither the shortest nor the nearest.
TEST(JsonText, numbers_are_the_shortest_text_that_reads_back_as_in_csv_files) {
  for (const double number :
       {12251401.913779858, 202455245.37117592, 266340138.0376084, 0.1, 1.5e-7, 2.5e22}) {
    const std::string text = json_text(Json(number));
    EXPECT_EQ(text, fmt::format("{}", number));
    EXPECT_EQ(Json::parse(text).get<double>(), number);
  }
}

TEST(JsonText, is_that_of_the_library_but_for_digits) {
  const Json value{{"whole", 5.0},
                   {"count", 18446744073709551615u},
                   {"negative", -3},
                   {"large", 1e15},
                   {"none", nullptr},
                   {"unknown", std::numeric_limits<double>::quiet_NaN()},
                   {"empty", Json::array({Json::object(), Json::array(), ""})},
                   {"a \"key\"", {{"list", Json::array({1, 2.25, true, {{"a", "b\n"}}})}, {"zero", 0.0}}}};
  for (const int indent : {-1, 0, 1, 4}) EXPECT_EQ(json_text(value, indent), value.dump(indent)) << indent;
}

TEST(ResultsJsonParse, gives_the_value) {
  EXPECT_EQ(parse_json(R"({"b": {"x": [1, {"y": null}], "z": {}}, "a": [-1, 1.5, true, "a\u00e4"]})", "test")
                .dump(),
            R"({"a":[-1,1.5,true,"aä"],"b":{"x":[1,{"y":null}],"z":{}}})");
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
  const auto json = parse_json(text + "}", "test");  // takes half a minute if each key is searched for
  EXPECT_EQ(json.size(), 300'001u);
  EXPECT_EQ(json.at("key299999").dump(), R"({"n":1})");
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
