// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <regex>

#include "sim/text/formats.h"
#include "sim/text/visible.h"
#include "tests/support/hostile_texts.h"

namespace scnnsim {
namespace {

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

/// The string as gnuplot 5.4 reads it, which takes up to four digits of a code.
std::string read_string(const std::string& string) {
  std::string text;
  for (std::size_t i = 1; i + 1 < string.size(); ++i) {
    if (string[i] != '\\') {
      text += string[i];
      continue;
    }
    unsigned code = 0;
    for (int digits = 0; digits < 4 && is_octal(string[i + 1]); ++digits)
      code = 8 * code + static_cast<unsigned>(string[++i] - '0');
    EXPECT_LT(code, 0x80u) << string;
    text += static_cast<char>(code);
  }
  return text;
}

TEST(GnuplotText, a_string_holds_nothing_that_gnuplot_obeys) {
  for (const std::string& text : testing::hostile_texts()) {
    const std::string string = gnuplot_string(text);
    EXPECT_TRUE(std::regex_match(string, std::regex("\"([^`\"\\\\@#{}'%$]|\\\\[0-7]{3})*\""))) << string;
    EXPECT_EQ(read_string(string), visible(text));
  }
}

TEST(GnuplotText, a_percent_sign_of_a_tic_is_doubled) {
  EXPECT_EQ(read_string(gnuplot_tic("50%")), "50%%");
  EXPECT_EQ(read_string(gnuplot_string("50%")), "50%");
}

TEST(GnuplotText, a_digit_after_a_code_is_no_part_of_it) {
  EXPECT_EQ(gnuplot_string(">12a1"), "\"\\076\\061\\062a1\"");
}

TEST(GnuplotText, plain_names_stay_readable) {
  EXPECT_EQ(gnuplot_string("conv1/3x3_reduce, 1.5 [µJ]"), "\"conv1/3x3_reduce, 1.5 [µJ]\"");
}

TEST(GnuplotText, long_names_are_cut_in_the_middle) {
  const std::string hundred(100, 'x');
  EXPECT_EQ(figure_text(hundred), hundred);
  EXPECT_EQ(figure_text("a" + hundred + "z"), "a" + std::string(49, 'x') + "…" + std::string(48, 'x') + "z");
  std::string wide;
  for (int i = 0; i < 101; ++i) wide += "é";
  EXPECT_EQ(figure_text(wide).size(), 2u * 99 + 3) << "no character is cut";
}

}  // namespace
}  // namespace scnnsim
