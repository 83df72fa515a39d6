// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace scnnsim {

/// The members of a JSON object of numbers, or of texts, as a store holds a hundred thousand of: without
/// building the object. Throw UserError "<where>: ..." for anything else.
std::vector<std::pair<std::string, double>> numbers_of_json(const std::string& text,
                                                            const std::string& where);
std::vector<std::pair<std::string, std::string>> texts_of_json(const std::string& text,
                                                               const std::string& where);

}  // namespace scnnsim
