// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/cli/command_line.h"
#include "sim/cli/commands.h"
#include "sim/cli/standard_streams.h"
#include "traces/convolution.h"
#include "traces/grains.h"
#include "traces/recognize_granularity.h"
#include "traces/support/messages.h"
#include "traces/support/strict_yaml.h"
#include "traces/trace.h"

namespace scnnsim {

namespace {

/// The name of the granularity that a trace of `scnnsim trace prune` was pruned by; empty for other traces.
std::string pruned_by(const Trace& trace) {
  if (trace.provenance.empty()) return "";
  const YamlNode node = YamlNode::parse(trace.provenance, "provenance");
  if (!node.is_map()) return "";
  const YamlMap provenance = node.as_map();
  const auto text = [&](const char* key) {
    const YamlNode* value = provenance.find(key);
    return value == nullptr ? "" : value->as_yaml();
  };
  return text("program") == "scnnsim trace prune" ? text("granularity") : "";
}

/// Prints the casts of a layer's tensors, and its granularity if the zeros show another one. Zeros of an
/// earlier pruning by smaller grains say nothing against the one that came after it.
void print_notes(const TraceLayer& layer, const LayerTensors& tensors, const LoadReport& report,
                 const std::string& pruned) {
  const LayerDescription& description = layer.description;
  for (const std::string& cast : report.casts) print_line(fmt::format("{}: {}", description.name, cast));
  const Granularity shown = recognize_granularity(tensors.weights, description.shape.groups);
  if (same_grains(description.granularity, shown, description.shape)) return;
  if (pruned == to_string(description.granularity)) return;
  // Weights that were not pruned may be zero by rounding.
  const bool is_chance = description.granularity == Granularity::none && shown == Granularity::element &&
                         density(tensors.weights) >= 0.9;
  if (!is_chance)
    print_line(fmt::format("{}: granularity: the trace says {}, the zeros of the weights show {}",
                           description.name, to_string(description.granularity), to_string(shown)));
}

/// Filters whose rows and columns are swapped are beyond. Quantisation to 8 bits stays below 0.12 in ResNets
/// and Inception v3, but not in all depthwise layers of MobileNet v2.
constexpr double suspicious_error = 0.3;

/// Largest |sum / 2^exponent - output| over the largest |output|; 0 if all of both are 0.
double relative_error(const Sums& sums, int exponent, const Tensor<double>& outputs) {
  double largest = 0, error = 0;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    largest = std::max(largest, std::fabs(outputs.data[i]));
    error = std::max(error, std::fabs(std::ldexp(static_cast<double>(sums[i]), -exponent) - outputs.data[i]));
  }
  return error == 0 ? 0 : error / largest;
}

/// What became of a layer's output.
enum class OutputCheck { none, agrees, disagrees, close, far };

/// Compares the output that the trace brings with the convolution and prints the layer's line.
OutputCheck check_output(const TraceLayer& layer, const LayerTensors& tensors, const LoadReport& report) {
  const LayerDescription& description = layer.description;
  if (!tensors.output && !report.float_output) {
    print_line(fmt::format("{}: readable, no output to check", description.name));
    return OutputCheck::none;
  }
  const Sums expected = convolve(description, tensors);
  if (report.float_output) {
    const double error = relative_error(expected, report.sum_exponent, *report.float_output);
    print_line(fmt::format("{}: largest relative error {:.4g} of the quantised convolution", description.name,
                           error));
    if (error > suspicious_error)
      print_line(fmt::format(
          "{}: the framework's output is far off: 8 bits are too few for the range of these weights, "
          "as in some depthwise layers, or a tensor or number is wrong; expected weights as (K, C / "
          "groups, R, S), activations as (C, H, W), and the framework's stride, pad, dilation and groups",
          description.name));
    return error > suspicious_error ? OutputCheck::far : OutputCheck::close;
  }
  const Sums& output = *tensors.output;
  if (output == expected) {
    print_line(fmt::format("{}: output agrees ({})", description.name, counted(expected.size(), "value")));
    return OutputCheck::agrees;
  }
  std::size_t index = 0;
  while (output[index] == expected[index]) ++index;
  const std::size_t columns = description.shape.Q(), plane = description.shape.P() * columns;
  print_line(fmt::format("{}: output DISAGREES first at ({}, {}, {}): {} holds {}, the convolution gives {}",
                         description.name, index / plane, index % plane / columns, index % columns,
                         layer.output_file, output[index], expected[index]));
  return OutputCheck::disagrees;
}

OutputCheck check_layer(const Trace& trace, const TraceLayer& layer, const std::string& pruned) {
  LoadReport report;
  const LayerTensors tensors = trace.load(layer, widest_operand, &report);
  print_notes(layer, tensors, report, pruned);
  return check_output(layer, tensors, report);
}

/// "digits: 4 layers readable; outputs: 3 agree, 1 disagrees".
std::string summary_of(const std::string& trace, const std::vector<OutputCheck>& checks) {
  const auto count = [&](OutputCheck what) { return std::count(checks.begin(), checks.end(), what); };
  std::vector<std::string> parts;
  const auto add = [&](OutputCheck what, const char* one, const char* several) {
    const auto number = count(what);
    if (number > 0) parts.push_back(fmt::format("{} {}", number, number == 1 ? one : several));
  };
  add(OutputCheck::agrees, "agrees", "agree");
  add(OutputCheck::disagrees, "DISAGREES", "DISAGREE");
  add(OutputCheck::close, "near the framework's", "near the framework's");
  add(OutputCheck::far, "far off the framework's", "far off the framework's");
  add(OutputCheck::none, "not given", "not given");
  return fmt::format("{}: {} readable; outputs: {}", trace, counted(checks.size(), "layer"),
                     fmt::join(parts, ", "));
}

}  // namespace

int trace_check(const std::vector<std::string>& arguments) {
  CommandLine options(
      "scnnsim trace check",
      "Reads every file of a trace and checks the `output` tensors it brings against a plain convolution. It "
      "says how tensors of\n"
      "other types than integers are cast, and where the zeros of the weights show another granularity than "
      "the "
      "trace says.\n"
      "\n"
      "An `output` in floating point is the framework's. The largest relative error of the quantised "
      "convolution "
      "is printed:\n"
      "max |sum / 2^e - output| / max |output| over the layer, where 2^e is the scale of weights times that "
      "of "
      "activations. Above\n"
      "0.3 a line says so: 8 bits are too few, or the layer is described wrongly. The last line sums up.\n"
      "\n"
      "Exit code: 0 all is well, 1 an output disagrees, 2 the trace is malformed.",
      "  scnnsim trace check my-trace\n");
  options.positional("TRACE", "folder of the trace");
  if (!options.parse(arguments)) return 0;
  const Trace trace = Trace::open(options.at<std::string>("TRACE"));
  const std::string pruned = pruned_by(trace);
  std::vector<OutputCheck> checks;
  checks.reserve(trace.layers.size());
  for (const TraceLayer& layer : trace.layers) checks.push_back(check_layer(trace, layer, pruned));
  print_line(summary_of(options.at<std::string>("TRACE"), checks));
  return std::count(checks.begin(), checks.end(), OutputCheck::disagrees) == 0 ? 0 : 1;
}

}  // namespace scnnsim
