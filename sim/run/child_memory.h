// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace scnnsim {

/// Prepares the memory of a child process that simulates: it touches tens of megabytes once and ends, so that
/// faulting in small pages is a tenth of its time. Asks for huge pages for what the allocator gives out next,
/// where the system has them, and keeps the allocator from giving memory back. Changes no result.
void prepare_child_memory();

/// The same for a child that will hold hundreds of megabytes and fork often, which takes time for every page.
void prepare_parent_memory();

}  // namespace scnnsim
