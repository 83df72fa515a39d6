// SPDX-License-Identifier: Apache-2.0
#include "models/common/machine_config.h"
#include "tests/fuzz/fuzz_targets.h"
#include "traces/support/error.h"

namespace scnnsim::fuzz {
namespace {

/// A configuration that is written is read back to the same.
void write_and_read(const MachineConfig& config) {
  const std::string text = to_yaml(config, true);
  try {
    promise(to_yaml(load_config(scratch_file("copy.yaml", text)), true) == text,
            "a configuration that is written is another one when it is read");
  } catch (const UserError& error) {
    promise(false, error.what());
  }
}

}  // namespace

bool configuration(std::string_view bytes) {
  const std::filesystem::path file = scratch_file("machine.yaml", bytes);
  try {
    const MachineConfig config = load_config(file);
    write_and_read(config);
    config.check();
    return true;
  } catch (const UserError&) {
    return false;
  }
}

}  // namespace scnnsim::fuzz
