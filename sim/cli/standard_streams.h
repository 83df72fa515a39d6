// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace scnnsim {

/// To be called first: writing to a closed pipe becomes an error instead of a signal that ends the program
/// with its files half-written, and a standard stream that is closed stays unusable instead of becoming the
/// next file that is opened.
void protect_standard_streams();

/// "scnnsim: <message>" on stderr. Never fails: a message that nobody can receive changes nothing.
void print_message(const std::string& message);

/// Whether something printed to stdout did not get there. Flushes it.
bool standard_output_failed();

}  // namespace scnnsim
