// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scnnsim {

/// "1 point", "2 points".
inline std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// The known name that differs from `name` in case only, or is the only one that ends with it after a dot, or
/// is fewest edits away; "" when none is near enough to be a slip.
std::string nearest_name(std::string_view name, const std::vector<std::string>& known);

/// `unknown <what> "<name>" (did you mean "<nearest>"?); <known_as>: a, b, c`: the one wording for unknown
/// keys, options and layers. `known_as` is for example "known keys".
std::string unknown_name(std::string_view what, std::string_view name, std::string_view known_as,
                         const std::vector<std::string>& known);

/// What a number of errno means. Names the limit of the process that it stands for, if it does, with the
/// value in force and the shell's command for it: "Too many open files: the limit is 5 (ulimit -n)".
std::string system_reason(int error);

/// "the limit is 60000 KiB of memory (ulimit -v)", or "" where memory has no limit: what to add to an error
/// for lack of memory.
std::string memory_limit();

}  // namespace scnnsim
