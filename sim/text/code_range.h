// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <iterator>

namespace scnnsim {

/// Codes of Unicode, the last one too.
struct CodeRange {
  char32_t first, last;
};

template <class Ranges>
bool is_in_ranges(char32_t code, const Ranges& ranges) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [code](const CodeRange& range) { return code >= range.first && code <= range.last; });
}

}  // namespace scnnsim
