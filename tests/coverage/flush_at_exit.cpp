// SPDX-License-Identifier: Apache-2.0
// Simulations run in processes that end by _exit(), which would lose their counts of lines: the linker sends
// it here
// (--wrap=_exit) in builds that count.
extern "C" {
void __gcov_dump();
[[noreturn]] void __real__exit(int status);

[[noreturn]] void __wrap__exit(int status) {
  __gcov_dump();
  __real__exit(status);
}
}
