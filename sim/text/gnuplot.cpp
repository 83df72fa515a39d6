// SPDX-License-Identifier: Apache-2.0
#include "sim/text/formats.h"

#include <fmt/format.h>

#include <vector>

#include "sim/text/visible.h"
#include "traces/support/utf8.h"

namespace scnnsim {
namespace {

bool is_plain(char32_t code) {
  if (code >= 0x80) return true;
  const char c = static_cast<char>(code);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view(" .,:/()[]-+=_").find(c) != std::string_view::npos;
}

bool is_digit(char32_t code) {
  return code >= '0' && code <= '9';
}

std::string octal_string(std::string_view text) {
  std::string string = "\"";
  bool after_code = false;
  for_each_character(text, [&](const TextCharacter& character) {
    // A digit after a code would be taken for its fourth.
    const bool stays = is_plain(character.code) && !(after_code && is_digit(character.code));
    if (stays)
      string += character.bytes;
    else
      string += fmt::format("\\{:03o}", static_cast<unsigned>(character.code));
    after_code = !stays;
  });
  return string + "\"";
}

}  // namespace

std::string figure_text(std::string_view text, std::size_t most_characters) {
  std::vector<std::string> characters;
  std::string whole = visible(text);
  for_each_character(whole,
                     [&](const TextCharacter& character) { characters.emplace_back(character.bytes); });
  if (characters.size() <= most_characters) return whole;
  const std::size_t head = most_characters / 2, tail = most_characters - head - 1;
  std::string cut;
  for (std::size_t i = 0; i < head; ++i) cut += characters[i];
  cut += "…";
  for (std::size_t i = characters.size() - tail; i < characters.size(); ++i) cut += characters[i];
  return cut;
}

std::string gnuplot_string(std::string_view text) {
  return octal_string(figure_text(text));
}

std::string gnuplot_tic(std::string_view text) {
  std::string format;
  for (const char c : figure_text(text)) format.append(c == '%' ? 2 : 1, c);
  return octal_string(format);
}

}  // namespace scnnsim
