// SPDX-License-Identifier: Apache-2.0
#include "sim/text/html.h"

#include "sim/text/visible.h"

namespace scnnsim {
namespace {

std::string escaped_html(std::string_view text) {
  std::string escaped;
  for (const char c : text) switch (c) {
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '&':
        escaped += "&amp;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  return escaped;
}

}  // namespace

std::string html_text(std::string_view text) {
  return escaped_html(visible(text));
}

std::string html_text_lines(std::string_view text) {
  return escaped_html(visible_lines(text));
}

std::string json_in_script(std::string_view json) {
  std::string escaped;
  escaped.reserve(json.size());
  for (const char c : json)  // in JSON text they stand in strings alone
    if (c == '<' || c == '>' || c == '&')
      escaped += c == '<' ? "\\u003c" : c == '>' ? "\\u003e" : "\\u0026";
    else
      escaped += c;
  return escaped;
}

}  // namespace scnnsim
