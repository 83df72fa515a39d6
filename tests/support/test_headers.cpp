// SPDX-License-Identifier: Apache-2.0
// Empty: CMake precompiles the headers of test programs for a library, and a library has a file.
