// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace scnnsim {

/// Characters, not bytes, of UTF-8 text.
std::size_t display_width(const std::string& text);

/// The text broken between words into lines of at most `width` characters; longer words stay whole.
std::string broken(const std::string& text, std::size_t width);

}  // namespace scnnsim
