// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scnnsim {

/// A text as a field of a CSV file, quoted where RFC 4180 wants it, in one line (see visible), and never a
/// formula: spreadsheets run a cell that begins with = + - or @. An apostrophe is put before each of these,
/// and before their full-width forms, where a cell can begin: at the beginning of the text, or after a comma,
/// a semicolon or a quote, spaces and apostrophes aside. Semicolons separate cells in some locales.
///
/// A text that is a number stays one: -1. To get a name back, take one apostrophe away from each of these
/// places that has any; JSON holds names as they are.
std::string csv_text(std::string_view text);

}  // namespace scnnsim
