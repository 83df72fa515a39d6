// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace scnnsim {

// One file each. They print to stdout, progress to stderr, return the exit code and throw UserError.
int trace_generate(const std::vector<std::string>& arguments);
int trace_import(const std::vector<std::string>& arguments);
int trace_prune(const std::vector<std::string>& arguments);
int trace_info(const std::vector<std::string>& arguments);
int trace_check(const std::vector<std::string>& arguments);

}  // namespace scnnsim
