// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/engine_option.h"

namespace scnnsim {

void add_engine_option(CommandLine& command) {
  command.choice<EngineKind>(
      "engine", "ENGINE",
      "auto, product (product by product, cycle by cycle: plain, slow) or batched (many issues at "
      "once); no result depends on it; default auto: batched where it can run the layer");
}

EngineKind engine_of(const CommandLine& command) {
  return command.find<EngineKind>("engine").value_or(EngineKind::automatic);
}

}  // namespace scnnsim
