// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mpParser.h>

#include <stdexcept>
#include <string>

namespace scnnsim {

/// Why an expression has no result for some values of its names.
class NoResult : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A parser of constraints: its operators and functions compute with numbers, == and != compare texts too,
/// && and || leave out the right side where the left one decides. They throw NoResult for a text anywhere
/// else, a division by zero, a value that is not finite, and a comparison of a comparison's result.
mup::ParserX make_constraint_parser();

/// Whether the condition that the parser holds is fulfilled. Throws NoResult, also when it is no condition.
bool is_fulfilled(const mup::ParserX& parser);

}  // namespace scnnsim
