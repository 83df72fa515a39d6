// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/tables/table.h"

namespace scnnsim {

/// Aligned columns; units in the last line of the head. See render() for `most_width`.
std::string as_text(const Table& table, std::size_t most_width);
std::string as_markdown(const Table& table);
/// A tabular with the rules of the booktabs package.
std::string as_latex(const Table& table);

}  // namespace scnnsim
