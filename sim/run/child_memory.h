// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace scnnsim {

/// Prepares the memory of a child process that simulates: it touches tens of megabytes once and ends, so that
/// faulting in small pages is a tenth of its time. Asks for huge pages for what the allocator gives out next,
/// where the system has them, and keeps the allocator from giving memory back. Changes no result.
void prepare_child_memory();

}  // namespace scnnsim
