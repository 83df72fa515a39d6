// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace scnnsim {

/// Tells AddressSanitizer that the caller's thread runs on its own stack again. The SystemC library announces
/// each switch to a process's stack, but not the last one back to sc_start(); an exception on the thread's
/// stack would then be reported as a write beyond it. Without the sanitizer nothing happens.
void announce_main_stack();

}  // namespace scnnsim
