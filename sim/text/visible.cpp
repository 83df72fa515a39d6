// SPDX-License-Identifier: Apache-2.0
#include "sim/text/visible.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/support/utf8.h"

namespace scnnsim {
namespace {

/// Categories Cc, Cf, Zl and Zp of Unicode 15, further default-ignorable characters, and noncharacters;
/// without the signs of Cf that have a mark and without variation selectors, which belong to emoji.
constexpr CodeRange invisible[] = {
    {0x0000, 0x001f},   {0x007f, 0x009f},   {0x00ad, 0x00ad},    // controls, soft hyphen
    {0x034f, 0x034f},   {0x061c, 0x061c},   {0x115f, 0x1160},    // joiner, Arabic mark, Hangul fillers
    {0x17b4, 0x17b5},   {0x180b, 0x180f},   {0x200b, 0x200f},    // Khmer, Mongolian, no width, directions
    {0x2028, 0x202e},   {0x2060, 0x206f},   {0x3164, 0x3164},    // separators, directions, Hangul filler
    {0xfdd0, 0xfdef},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},    // noncharacters, byte order mark
    {0xfff0, 0xfffb},   {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},  // annotations, shorthand, music
    {0xe0000, 0xe0fff},                                          // tags
};

std::string escape_of(const TextCharacter& character) {
  switch (character.code) {
    case '\n':
      return "\\n";
    case '\t':
      return "\\t";
    case '\r':
      return "\\r";
    case not_utf8:
      return fmt::format("\\x{:02x}", static_cast<unsigned char>(character.bytes.front()));
    default:
      break;
  }
  const auto code = static_cast<unsigned>(character.code);
  if (code < 0x80) return fmt::format("\\x{:02x}", code);
  return code < 0x10000 ? fmt::format("\\u{:04x}", code) : fmt::format("\\U{:08x}", code);
}

bool is_printable_ascii(char c) {
  return c >= ' ' && c <= '~';
}

/// `keeps_newline(rest)`: whether the newline that `rest` begins with stays.
template <class KeepsNewline>
std::string shown(std::string_view text, const KeepsNewline& keeps_newline) {
  if (std::all_of(text.begin(), text.end(), is_printable_ascii)) return std::string(text);
  std::string result;
  result.reserve(text.size());
  const char* const end = text.data() + text.size();
  for_each_character(text, [&](const TextCharacter& character) {
    const char* const begin = character.bytes.data();
    const bool stays = character.code == '\n' ? keeps_newline({begin, static_cast<std::size_t>(end - begin)})
                                              : character.code != not_utf8 && !is_invisible(character.code);
    if (stays)
      result += character.bytes;
    else
      result += escape_of(character);
  });
  return result;
}

}  // namespace

bool is_invisible(char32_t code) {
  if (code >= ' ' && code <= '~') return false;
  if ((code & 0xfffe) == 0xfffe) return true;  // the last two of each plane are noncharacters
  return is_in_ranges(code, invisible);
}

std::string visible(std::string_view text) {
  return shown(text, [](std::string_view) { return false; });
}

std::string visible_lines(std::string_view text) {
  return shown(text, [](std::string_view) { return true; });
}

std::string visible_message(std::string_view text) {
  return shown(text, [](std::string_view rest) { return rest.substr(0, 3) == "\n  "; });
}

std::size_t display_width(const std::string& text) {
  const auto starts_character = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string broken(const std::string& text, std::size_t width) {
  std::string lines;
  std::size_t used = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    const std::size_t needed = display_width(word);
    const bool goes_on = used > 0 && used + 1 + needed <= width;
    if (used > 0) lines += goes_on ? " " : "\n";
    lines += word;
    used = goes_on ? used + 1 + needed : needed;
    begin = end + 1;
  }
  return lines;
}

}  // namespace scnnsim
