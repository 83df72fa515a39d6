// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scnnsim {

/// Where a store's text was read; made a text of only for a message.
struct StorePlace {
  std::string_view file;
  std::uint64_t point;
};

/// The members of a JSON object of numbers, or of texts, as a store holds a hundred thousand of: without
/// building the object. Throw UserError "<file>: point <number>: ..." for anything else.
std::vector<std::pair<std::string, double>> numbers_of_json(std::string_view text, const StorePlace& where);
std::vector<std::pair<std::string, std::string>> texts_of_json(std::string_view text,
                                                               const StorePlace& where);

}  // namespace scnnsim
