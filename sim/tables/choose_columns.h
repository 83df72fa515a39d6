// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "traces/support/error.h"
#include "traces/support/nearest_name.h"

namespace scnnsim {

/// Of columns with a `shown.name`, those named, in the order of `names`. Throws UserError for an unknown
/// name.
template <class Column>
std::vector<Column> choose_columns(const std::vector<Column>& columns, const std::vector<std::string>& names,
                                   const std::string& option = "--columns") {
  std::vector<Column> chosen;
  for (const std::string& name : names) {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column& column) { return column.shown.name == name; });
    if (found == columns.end()) {
      std::vector<std::string> known;
      for (const Column& column : columns) known.push_back(column.shown.name);
      throw UserError(option + ": " + unknown_name("column", name, "columns", known));
    }
    chosen.push_back(*found);
  }
  return chosen;
}

}  // namespace scnnsim
