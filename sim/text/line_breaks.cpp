// SPDX-License-Identifier: Apache-2.0
#include "sim/text/line_breaks.h"

#include <algorithm>

namespace scnnsim {

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
