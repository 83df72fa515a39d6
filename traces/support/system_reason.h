// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace scnnsim {

/// What a number of errno means. Names the limit of the process that it stands for, if it does, with the
/// value in force and the shell's command for it: "Too many open files: the limit is 5 (ulimit -n)".
std::string system_reason(int error);

/// "the limit is 60000 KiB of memory (ulimit -v)", or "" where memory has no limit: what to add to an error
/// for lack of memory.
std::string memory_limit();

/// "the limit is 8 KiB (ulimit -f)", or "" where files may have any size.
std::string file_size_limit();

}  // namespace scnnsim
