// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sim/text/json.h"
#include "sim/text/visible.h"
#include "tests/support/hostile_texts.h"
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

}  // namespace
}  // namespace scnnsim
