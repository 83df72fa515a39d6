// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/tables/column_definitions.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {

/// Of columns with a `shown.name`, those named, in the order of `names`, which may be short ones (see
/// whole_column_name). Throws UserError for an unknown name.
template <class Column>
std::vector<Column> choose_columns(const std::vector<Column>& columns, const std::vector<std::string>& names,
                                   const std::string& option = "--columns") {
  std::vector<Column> chosen;
  for (const std::string& name : names) {
    const std::string whole = whole_column_name(name);
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column& column) { return column.shown.name == whole; });
    if (found == columns.end()) {
      std::vector<std::string> known;
      known.reserve(columns.size());
      for (const Column& column : columns) known.push_back(column.shown.name);
      const std::string nearest = nearest_name(name, known);
      const std::string hint = nearest.empty() ? "" : fmt::format(" (did you mean \"{}\"?)", nearest);
      throw UserError(fmt::format("{}: unknown column \"{}\"{}; scnnsim table --columns explains all", option,
                                  name, hint));
    }
    chosen.push_back(*found);
  }
  return chosen;
}

}  // namespace scnnsim
