// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scnnsim {

/// "xxh3-128:<hex>" over `text`.
std::string checksum_of(std::string_view text);

}  // namespace scnnsim
