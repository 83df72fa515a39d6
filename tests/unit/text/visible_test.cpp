// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "sim/text/visible.h"
#include "tests/support/hostile_texts.h"
#include "traces/support/utf8.h"

namespace scnnsim {
namespace {

using namespace std::string_literals;

TEST(Visible, what_has_a_mark_stays) {
  for (int code = ' '; code <= '~'; ++code) {
    const std::string text(1, static_cast<char>(code));
    EXPECT_EQ(visible(text), text);
  }
  for (const char* text : {"é", "中", "🙂", "❤️", "µJ", "conv1/3x3_reduce", "a\\b"})
    EXPECT_EQ(visible(text), text);
}

TEST(Visible, what_has_none_becomes_an_escape) {
  EXPECT_EQ(visible("a\nb\tc\rd"), "a\\nb\\tc\\rd");
  EXPECT_EQ(visible("\0\x1b\x7f"s), "\\x00\\x1b\\x7f");
  EXPECT_EQ(visible("\u0080\u009b\u00ad"), "\\u0080\\u009b\\u00ad");
  EXPECT_EQ(visible("\u2028\u202e\u200b\ufeff\uffff"), "\\u2028\\u202e\\u200b\\ufeff\\uffff");
  EXPECT_EQ(visible("\U000e0041\U0010ffff"), "\\U000e0041\\U0010ffff");
}

TEST(Visible, bytes_that_are_no_utf8_are_shown_one_by_one) {
  EXPECT_EQ(visible("a\xff\xe2\x80z"), "a\\xff\\xe2\\x80z");
  EXPECT_EQ(visible("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "a surrogate";
  EXPECT_EQ(visible("\xc0\x9b"), "\\xc0\\x9b") << "longer than it has to be";
}

TEST(Visible, nothing_invisible_is_left_of_any_text) {
  for (const std::string& text : testing::hostile_texts())
    for_each_character(visible(text), [&](const TextCharacter& character) {
      EXPECT_NE(character.code, not_utf8) << visible(text);
      EXPECT_FALSE(is_invisible(character.code)) << visible(text);
    });
}

TEST(Visible, lines_keep_their_newlines) {
  EXPECT_EQ(visible_lines("a\x1b\nb\n"), "a\\x1b\nb\n");
}

TEST(Visible, only_indented_lines_go_on_with_a_message) {
  EXPECT_EQ(visible_message("fails:\n  line 1\n  line 2"), "fails:\n  line 1\n  line 2");
  EXPECT_EQ(visible_message("layer x\nscnnsim: all is well\n y"), "layer x\\nscnnsim: all is well\\n y");
}

}  // namespace
}  // namespace scnnsim
