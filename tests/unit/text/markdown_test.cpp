// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <regex>

#include "sim/text/formats.h"
#include "sim/text/visible.h"
#include "tests/support/hostile_texts.h"

namespace scnnsim {
namespace {

/// What Markdown shows; whatever has a meaning within a line or a cell must have been escaped.
std::string shown(std::string markdown) {
  static const std::map<std::string, std::string> references{{"&lt;", "<"},   {"&gt;", ">"},  {"&amp;", "&"},
                                                             {"&#126;", "~"}, {"&#94;", "^"}, {"&#36;", "$"},
                                                             {"&#64;", "@"},  {"&#58;", ":"}, {"&#37;", "%"}};
  std::string text;
  while (!markdown.empty()) {
    const auto reference = std::find_if(references.begin(), references.end(), [&](const auto& one) {
      return markdown.compare(0, one.first.size(), one.first) == 0;
    });
    if (reference != references.end()) {
      text += reference->second;
      markdown.erase(0, reference->first.size());
      continue;
    }
    if (markdown.front() == '\\') {
      markdown.erase(0, 1);
    } else {
      EXPECT_EQ(std::string("\\`*_[]|<>&~^$@").find(markdown.front()), std::string::npos) << markdown;
    }
    text += markdown.empty() ? "" : markdown.substr(0, 1);
    markdown.erase(0, 1);
  }
  return text;
}

TEST(Markdown, shows_every_text_and_obeys_none) {
  for (const std::string& text : testing::hostile_texts())
    EXPECT_EQ(shown(markdown_text(text)), visible(text));
}

TEST(Markdown, escapes_what_would_be_markup) {
  EXPECT_EQ(markdown_text("<script>"), "&lt;script&gt;");
  EXPECT_EQ(markdown_text("[x](javascript:y)"), "\\[x\\](javascript&#58;y)");
  EXPECT_EQ(markdown_text("a|b\nc"), "a\\|b\\\\nc");
  EXPECT_EQ(markdown_text("conv_1"), "conv\\_1");
  EXPECT_EQ(markdown_text("https://x"), "https&#58;//x");
  EXPECT_EQ(markdown_text("www.x"), "www\\.x");
}

TEST(Markdown, leaves_common_text) {
  for (const char* text : {"1,234.5", "VGG-16, layer 3 (all): 5 %", "scnn + dcnn = 2", "#1"})
    EXPECT_EQ(markdown_text(text), text);
}

TEST(Markdown, a_paragraph_is_no_other_block) {
  EXPECT_EQ(markdown_paragraph("# x"), "\\# x");
  EXPECT_EQ(markdown_paragraph("- x"), "\\- x");
  EXPECT_EQ(markdown_paragraph("+ x"), "\\+ x");
  EXPECT_EQ(markdown_paragraph("---"), "\\---");
  EXPECT_EQ(markdown_paragraph("12. x"), "12\\. x");
  EXPECT_EQ(markdown_paragraph("12) x"), "12\\) x");
  EXPECT_EQ(markdown_paragraph("    x"), "x");
  EXPECT_EQ(markdown_paragraph("% x"), "&#37; x");
  EXPECT_EQ(markdown_paragraph("12 points"), "12 points");
  EXPECT_EQ(markdown_paragraph("12"), "12");
  EXPECT_EQ(markdown_paragraph(""), "");
}

}  // namespace
}  // namespace scnnsim
