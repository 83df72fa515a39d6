// SPDX-License-Identifier: Apache-2.0
#include "sim/text/formats.h"

#include "sim/text/visible.h"
#include "traces/support/scalar.h"
#include "traces/support/utf8.h"

namespace scnnsim {
namespace {

bool begins_formula(char32_t code) {
  switch (code) {
    case '=':
    case '+':
    case '-':
    case '@':
    case 0xff1d:  // their full-width forms
    case 0xff0b:
    case 0xff0d:
    case 0xff20:
      return true;
    default:
      return false;
  }
}

std::string without_formulas(const std::string& text) {
  std::string safe;
  bool may_begin_cell = true;
  for_each_character(text, [&](const TextCharacter& character) {
    const char32_t code = character.code;
    if (may_begin_cell && begins_formula(code)) safe += '\'';
    safe += character.bytes;
    const bool is_separator = code == ',' || code == ';' || code == '"';
    may_begin_cell = is_separator || (may_begin_cell && (code == ' ' || code == '\''));
  });
  return safe;
}

std::string quoted_field(const std::string& text) {
  std::string field = "\"";
  for (const char c : text) field.append(c == '"' ? 2 : 1, c);
  return field + '"';
}

}  // namespace

std::string csv_text(std::string_view text) {
  if (detail::parse_number<double>(text)) return std::string(text);
  const std::string safe = without_formulas(visible(text));
  return safe.find_first_of(",\"") == std::string::npos ? safe : quoted_field(safe);
}

}  // namespace scnnsim
