// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/command_line.h"
#include "sim/cli/standard_streams.h"
#include "sim/cli/trace/trace_subcommands.h"
#include "traces/convolution.h"
#include "traces/support/counted.h"
#include "traces/trace.h"

namespace scnnsim {

namespace {

/// Compares the trace's output with the plain convolution and prints the layer's line.
bool check_layer(const Trace& trace, const TraceLayer& layer) {
  const LayerDescription& description = layer.description;
  const LayerTensors tensors = trace.load(layer, widest_operand);
  if (!tensors.output) {
    print_line(fmt::format("{}: readable, no output to check", description.name));
    return true;
  }
  const auto expected = convolve(description, tensors);
  const auto [found, wanted] =
      std::mismatch(tensors.output->data.begin(), tensors.output->data.end(), expected.data.begin());
  if (found == tensors.output->data.end()) {
    print_line(fmt::format("{}: output agrees ({})", description.name, counted(expected.size(), "value")));
    return true;
  }
  const auto index = static_cast<std::size_t>(found - tensors.output->data.begin());
  const std::size_t columns = description.shape.Q(), plane = description.shape.P() * columns;
  print_line(fmt::format("{}: output DISAGREES first at ({}, {}, {}): {} holds {}, the convolution gives {}",
                         description.name, index / plane, index % plane / columns, index % columns,
                         layer.output_file, *found, *wanted));
  return false;
}

}  // namespace

int trace_check(const std::vector<std::string>& arguments) {
  CommandLine options(
      "scnnsim trace check",
      "Reads every file of a trace and checks the `output` tensors it brings against a plain convolution.\n"
      "Exit code: 0 all is well, 1 an output disagrees, 2 the trace is malformed.",
      "  scnnsim trace check my-trace\n");
  options.positional("TRACE", "folder of the trace");
  if (!options.parse(arguments)) return 0;
  const Trace trace = Trace::open(options.at<std::string>("TRACE"));
  bool agrees = true;
  for (const TraceLayer& layer : trace.layers) agrees = check_layer(trace, layer) && agrees;
  return agrees ? 0 : 1;
}

}  // namespace scnnsim
