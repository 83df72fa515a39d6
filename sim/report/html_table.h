// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/tables/table.h"

namespace scnnsim {

/// The table as an HTML table in a box of its own, which scrolls when it is wider than the page. Columns
/// carry their names and cells their numbers, from which the page's scripts sort and copy. `id` is of the
/// table.
std::string html_table(const Table& table, const std::string& id);

/// What the table's columns are, as an HTML list of definitions: of those that have one.
std::string html_glossary(const std::vector<std::string>& columns);

}  // namespace scnnsim
