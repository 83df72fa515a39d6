// SPDX-License-Identifier: Apache-2.0
#include "sim/text/formats.h"

#include <fmt/format.h>

#include "sim/text/visible.h"
#include "traces/support/utf8.h"

namespace scnnsim {
namespace {

/// Beyond ASCII: what pdfLaTeX 2022 typesets with its default fonts.
constexpr CodeRange known[] = {{0x00a0, 0x00aa}, {0x00ac, 0x00ba}, {0x00bc, 0x00cf}, {0x00d1, 0x00dd},
                               {0x00df, 0x00ef}, {0x00f1, 0x00fd}, {0x00ff, 0x0103}, {0x0106, 0x010f},
                               {0x0112, 0x0117}, {0x011a, 0x0125}, {0x0128, 0x012d}, {0x0130, 0x0137},
                               {0x0139, 0x013e}, {0x0141, 0x0148}, {0x014c, 0x0165}, {0x0168, 0x0171},
                               {0x0174, 0x017e}, {0x2010, 0x2016}, {0x2018, 0x2019}, {0x201c, 0x201d},
                               {0x2020, 0x2022}, {0x2026, 0x2026}, {0x20ac, 0x20ac}, {0x2122, 0x2122}};

/// How an ASCII character is written; nullptr: as it is.
const char* form_of(char c) {
  switch (c) {
    case '\\':
      return "\\textbackslash{}";
    case '~':
      return "\\textasciitilde{}";
    case '^':
      return "\\textasciicircum{}";
    case '<':
      return "\\textless{}";
    case '>':
      return "\\textgreater{}";
    case '|':
      return "\\textbar{}";
    case '"':
      return "''";
    case '&':
      return "\\&";
    case '%':
      return "\\%";
    case '$':
      return "\\$";
    case '#':
      return "\\#";
    case '_':
      return "\\_";
    case '{':
      return "\\{";
    case '}':
      return "\\}";
    case '[':  // at the start of a row an argument of the \\ before, as the star is
      return "{[}";
    case '*':
      return "{*}";
    case '-':  // no ligatures
      return "-{}";
    case '`':
      return "\\textasciigrave{}";
    case '\'':
      return "\\textquotesingle{}";
    default:
      return nullptr;
  }
}

std::string escaped(const TextCharacter& character) {
  if (character.code < 0x80) {
    const char* const form = form_of(character.bytes.front());
    return form != nullptr ? form : std::string(character.bytes);
  }
  if (is_in_ranges(character.code, known)) return std::string(character.bytes);
  // The macro tells XeLaTeX and LuaLaTeX; there is none of our own, which a list of tables would need too
  // early.
  return fmt::format("{{\\ifdefined\\Umathcode {}\\else U+{:04X}\\fi}}", character.bytes,
                     static_cast<unsigned>(character.code));
}

}  // namespace

std::string latex_text(std::string_view text, std::string_view break_after) {
  std::string latex;
  char32_t before = 0;
  for_each_character(visible(text), [&](const TextCharacter& character) {
    if (character.code == ',' && before == ',') latex += "{}";  // a low quotation mark in some fonts
    latex += escaped(character);
    if (break_after.find(character.bytes) != std::string_view::npos) latex += "\\allowbreak{}";
    before = character.code;
  });
  return latex;
}

}  // namespace scnnsim
