// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace scnnsim {

/// How the numbers of a column are shown to people. CSV and JSON hold the numbers as they are.
enum class CellStyle {
  text,
  axis,        ///< a text that is often a number: right-aligned
  integer,     ///< 1,234,567
  count,       ///< the same, in thousands or millions of the unit when the column holds large numbers
  bytes,       ///< B, kB or MB for the whole column
  share,       ///< 0.123 shown as 12.3 %
  ratio,       ///< 1.234 shown as 1.23
  picojoules,  ///< shown in uJ
  square_mm,   ///< 12.345 shown as 12.35 mm2
  decimal,     ///< 12.345 shown as 12.35, in the column's unit; 0.00123 as 0.00123
  scaled       ///< 0.00123 of unit "s" shown as 1.230 ms: a prefix for the whole column
};

}  // namespace scnnsim
