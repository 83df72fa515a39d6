// SPDX-License-Identifier: Apache-2.0
#include "sim/text/formats.h"

#include <algorithm>

#include "sim/text/visible.h"

namespace scnnsim {
namespace {

/// HTML's reference to a character, or nullptr where it needs none.
const char* reference_to(char c) {
  switch (c) {
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '&':
      return "&amp;";
    case '~':  // struck through, subscript
      return "&#126;";
    case '^':  // superscript
      return "&#94;";
    case '$':  // mathematics
      return "&#36;";
    case '@':  // mail address, citation
      return "&#64;";
    default:
      return nullptr;
  }
}

bool needs_backslash(char c) {
  return std::string_view("\\`*_[]|").find(c) != std::string_view::npos;
}

/// "https://", ":smile:": a colon that no space follows.
bool is_colon_of_link(std::string_view text, std::size_t at) {
  return text[at] == ':' && at + 1 < text.size() && text[at + 1] != ' ';
}

/// "www.": a link without a colon.
bool is_dot_of_link(std::string_view text, std::size_t at) {
  return text[at] == '.' && at > 0 && (text[at - 1] == 'w' || text[at - 1] == 'W');
}

std::size_t end_of_number(std::string_view text) {
  return std::min(text.find_first_not_of("0123456789"), text.size());
}

}  // namespace

std::string markdown_text(std::string_view text) {
  const std::string shown = visible(text);
  std::string escaped;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const char c = shown[i];
    if (const char* const reference = reference_to(c)) {
      escaped += reference;
    } else if (is_colon_of_link(shown, i)) {
      escaped += "&#58;";
    } else {
      if (needs_backslash(c) || is_dot_of_link(shown, i)) escaped += '\\';
      escaped += c;
    }
  }
  return escaped;
}

std::string markdown_paragraph(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  std::string escaped = markdown_text(text);
  const std::size_t marker = end_of_number(escaped);
  const bool begins_item =
      marker > 0 && marker < escaped.size() && (escaped[marker] == '.' || escaped[marker] == ')');
  if (begins_item) return escaped.substr(0, marker) + '\\' + escaped.substr(marker);
  if (escaped.empty()) return escaped;
  if (escaped.front() == '%') return "&#37;" + escaped.substr(1);
  return std::string_view("#+-=").find(escaped.front()) == std::string_view::npos ? escaped : '\\' + escaped;
}

}  // namespace scnnsim
