// SPDX-License-Identifier: Apache-2.0
#include "sim/report/page_template.h"

#include <stdexcept>

#include "sim/report/page_files.h"

namespace scnnsim {
namespace {

unsigned digit_value(char digit) {
  return static_cast<unsigned>(std::string_view("0123456789abcdef").find(digit));
}

std::string bytes_of_digits(std::string_view digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes += static_cast<char>(16 * digit_value(digits[i]) + digit_value(digits[i + 1]));
  return bytes;
}

std::string base64(std::string_view bytes) {
  constexpr const char* letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned bits = 0;
    for (std::size_t k = i; k < i + 3; ++k)
      bits = bits << 8 | (k < bytes.size() ? static_cast<unsigned char>(bytes[k]) : 0u);
    for (int shift = 18; shift >= 0; shift -= 6) text += letters[bits >> shift & 63];
  }
  const std::size_t missing = (3 - bytes.size() % 3) % 3;
  return text.replace(text.size() - missing, missing, missing, '=');
}

}  // namespace

std::string fill_template(std::string_view page,
                          const std::map<std::string, std::string, std::less<>>& texts) {
  std::string filled;
  for (std::size_t begin = 0;;) {
    const std::size_t open = page.find("{{", begin);
    filled += page.substr(begin, open - begin);
    if (open == std::string_view::npos) return filled;
    const std::size_t close = page.find("}}", open);
    const auto found = texts.find(page.substr(open + 2, close - open - 2));
    if (close == std::string_view::npos || found == texts.end())
      throw std::logic_error("the page has a place without a text");
    filled += found->second;
    begin = close + 2;
  }
}

std::string policy_hash(std::string_view sha256) {
  return "'sha256-" + base64(bytes_of_digits(sha256)) + "'";
}

const PageFile* find_page_file(std::string_view name) {
  for (const PageFile& file : page_files())
    if (file.name == name) return &file;
  return nullptr;
}

}  // namespace scnnsim
