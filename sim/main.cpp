// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/commands.h"
#include "sim/cli/run_program.h"

int main(int count, char** arguments) {
  return scnnsim::run_program(count, arguments, scnnsim::dispatch);
}
