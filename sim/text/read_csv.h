// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace scnnsim {

/// Rows of a CSV file: as many cells as the header has, without the blanks and quotes around them.
struct CsvRows {
  struct Row {
    std::string where;  ///< "file:line", for messages
    std::vector<std::string> cells;
  };
  std::vector<std::string> header;
  std::string header_text;   ///< as it stands in the file
  std::string header_where;  ///< "file:line"
  std::vector<Row> rows;
};

/// Reads a CSV file without commas in its cells. Empty lines and lines that begin with # are left out. Throws
/// UserError, with file and line, where a row has not the header's number of cells; `name` is the file's.
CsvRows read_csv(const std::string& text, const std::string& name);

}  // namespace scnnsim
