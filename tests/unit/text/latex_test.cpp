// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <regex>

#include "sim/text/formats.h"
#include "sim/text/visible.h"
#include "tests/support/hostile_texts.h"

namespace scnnsim {
namespace {

/// What LaTeX typesets, of the commands that latex_text writes; anything else that has a meaning is left.
std::string typeset(std::string latex) {
  static const std::map<std::string, std::string> commands{{"\\textbackslash{}", "\\"},
                                                           {"\\textasciitilde{}", "~"},
                                                           {"\\textasciicircum{}", "^"},
                                                           {"\\textless{}", "<"},
                                                           {"\\textgreater{}", ">"},
                                                           {"\\textbar{}", "|"},
                                                           {"\\textasciigrave{}", "`"},
                                                           {"\\textquotesingle{}", "'"},
                                                           {"\\allowbreak{}", ""},
                                                           {"\\&", "&"},
                                                           {"\\%", "%"},
                                                           {"\\$", "$"},
                                                           {"\\#", "#"},
                                                           {"\\_", "_"},
                                                           {"\\{", "{"},
                                                           {"\\}", "}"},
                                                           {"{[}", "["},
                                                           {"{*}", "*"},
                                                           {"''", "\""},
                                                           {"{}", ""}};
  std::string text;
  while (!latex.empty()) {
    const auto command = std::find_if(commands.begin(), commands.end(), [&](const auto& one) {
      return latex.compare(0, one.first.size(), one.first) == 0;
    });
    static const std::regex character(
        "\\{\\\\ifdefined\\\\Umathcode ([^\\\\]*)\\\\else U\\+[0-9A-F]+\\\\fi\\}");
    std::smatch match;
    if (command != commands.end()) {
      text += command->second;
      latex.erase(0, command->first.size());
    } else if (std::regex_search(latex, match, character, std::regex_constants::match_continuous)) {
      text += match[1];
      latex.erase(0, static_cast<std::size_t>(match.length()));
    } else {
      EXPECT_EQ(std::string("\\{}$&#%_^~[*`'\"<>|").find(latex.front()), std::string::npos) << latex;
      text += latex.front();
      latex.erase(0, 1);
    }
  }
  return text;
}

TEST(Latex, shows_every_text_and_obeys_none) {
  for (const std::string& text : testing::hostile_texts()) {
    EXPECT_EQ(typeset(latex_text(text)), visible(text));
    EXPECT_EQ(typeset(latex_text(text, "._/:=")), visible(text));
  }
}

TEST(Latex, makes_no_ligatures) {
  EXPECT_EQ(latex_text("--"), "-{}-{}");
  EXPECT_EQ(latex_text("1,234"), "1,234");
  EXPECT_EQ(latex_text("a,,b"), "a,{},b");
  EXPECT_EQ(latex_text("?`"), "?\\textasciigrave{}");
}

TEST(Latex, lines_may_break_where_they_are_asked_to) {
  EXPECT_EQ(latex_text("a_b.c", "_."), "a\\_\\allowbreak{}b.\\allowbreak{}c");
}

TEST(Latex, characters_that_pdflatex_lacks_are_shown_by_their_codes) {
  EXPECT_EQ(latex_text("é"), "é");
  EXPECT_EQ(latex_text("中"), "{\\ifdefined\\Umathcode 中\\else U+4E2D\\fi}");
  EXPECT_EQ(latex_text("🙂"), "{\\ifdefined\\Umathcode 🙂\\else U+1F642\\fi}");
}

}  // namespace
}  // namespace scnnsim
