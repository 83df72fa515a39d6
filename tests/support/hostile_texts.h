// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "traces/support/utf8.h"

namespace scnnsim::testing {

/// Every character of ASCII within, before and after others, and further ones that a terminal or a page
/// obeys.
inline std::vector<std::string> texts_of_all_characters() {
  std::vector<std::string> texts;
  std::vector<std::string> characters;
  for (int code = 0; code < 0x80; ++code) characters.emplace_back(1, static_cast<char>(code));
  for (const char* beyond : {"\u0080", "\u009b", "\u00ad", "\u200b", "\u2028", "\u202e", "\ufeff", "\ufffe",
                             "\U000e0041", "é", "中", "🙂", "\xff", "\xe2\x80"})
    characters.emplace_back(beyond);
  for (const std::string& character : characters) {
    texts.push_back("a" + character + "b");
    texts.push_back(character + "7");
    texts.push_back("z" + character);
    texts.push_back(character + character + character);
  }
  return texts;
}

/// Names that become commands, formats or markup in one language or another. A command makes the file PWNED.
inline std::vector<std::string> hostile_texts() {
  std::vector<std::string> texts = texts_of_all_characters();
  for (const char* text : {"a`id>PWNED`",
                           "`id>PWNED`",
                           "\\`id>PWNED\\`",
                           "$(id>PWNED)",
                           "\"; system \"id>PWNED\"; \"",
                           "\".system(\"id>PWNED\").\"",
                           "'.system('id>PWNED').'",
                           "';!id>PWNED\n",
                           "@id",
                           "< id>PWNED",
                           "w50%",
                           "a%b",
                           "%%",
                           "%s%n",
                           "%d",
                           "{/Bold x}_y^z",
                           "\\n",
                           "\\101",
                           "\\07",
                           "it''s",
                           "</text><script>alert(1)</script>",
                           "]]>",
                           "<!-- x",
                           "&lt;",
                           "[x](javascript:alert(1))",
                           "![x](http://x/y.png)",
                           "<http://x>",
                           "https://x.y",
                           "www.x.y",
                           "a@x.y",
                           "$x^2$",
                           "~~x~~",
                           "**x**",
                           "__x__",
                           "|---|",
                           "# x",
                           "1. x",
                           "- x",
                           "=HYPERLINK(\"http://x\";\"y\")",
                           "=1+1",
                           "+1+1",
                           "-1+1",
                           "@SUM(1)",
                           " =1+1",
                           "'=1+1",
                           "a;=1+1",
                           "a\",=1+1",
                           "\t=1+1",
                           "\r\n=1+1",
                           "＝1+1",
                           "-1",
                           "-1e3",
                           "\\input{/etc/passwd}",
                           "\\end{document}",
                           "x,,y",
                           "?`!`",
                           "\x1b[31mred\x1b[0m",
                           "\x1b]0;title\x07",
                           "\n  scnnsim: done",
                           "'; DROP TABLE points; --"})
    texts.emplace_back(text);
  return texts;
}

/// Those that files in YAML and JSON can hold.
inline std::vector<std::string> hostile_utf8_texts() {
  std::vector<std::string> texts = hostile_texts();
  const auto is_no_utf8 = [](const std::string& text) {
    bool is_none = false;
    for_each_character(text, [&](const TextCharacter& one) { is_none = is_none || one.code == not_utf8; });
    return is_none;
  };
  texts.erase(std::remove_if(texts.begin(), texts.end(), is_no_utf8), texts.end());
  return texts;
}

}  // namespace scnnsim::testing
