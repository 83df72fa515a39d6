// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/trace/pattern_options.h"

#include <fmt/format.h>

#include "traces/support/error.h"

namespace scnnsim {

void add_pattern_options(CommandLine& command) {
  command
      .value("activation-pattern", "NAME",
             fmt::format("where the non-zeros of activations lie: {} (default: clustered)",
                         fmt::join(activation_pattern_names(), " or ")))
      .value("concentration", "X",
             "clustered: alpha + beta of the channel densities' Beta distribution (default: 1.5)");
}

void read_pattern(const CommandLine& command, GenerateOptions& generate) {
  generate.activation_pattern =
      command.find<std::string>("activation-pattern").value_or(generate.activation_pattern);
  generate.pattern.concentration =
      command.find<double>("concentration", {0.01, 1e6}).value_or(generate.pattern.concentration);
  make_activation_pattern(generate.activation_pattern, generate.pattern, command.where("activation-pattern"));
  if (command.given("concentration") && generate.activation_pattern != "clustered")
    throw UserError(fmt::format("{}: only the pattern clustered has one", command.where("concentration")));
}

}  // namespace scnnsim
