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
  seconds      ///< 1.234 shown as 1.23 s
};

}  // namespace scnnsim
