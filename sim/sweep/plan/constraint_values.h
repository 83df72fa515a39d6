// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <muParser.h>

#include <string>

namespace scnnsim {

/// A number that stands for a text, the same for equal ones; no operation on numbers has it as its result.
double value_of_text(const std::string& text);

/// Replaces muParser's operators and functions by ones that notice what has no result: texts that are not
/// compared by == or !=, a division by zero, values that are not finite.
void define_checked_operations(mu::Parser& parser);

/// The value of an expression, or why it has none.
struct ConstraintResult {
  double value;
  std::string problem;
};

/// Evaluates an expression made of checked operations. Throws mu::Parser::exception_type for what is none.
ConstraintResult evaluate(const mu::Parser& parser);

}  // namespace scnnsim
