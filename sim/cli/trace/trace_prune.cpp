// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "sim/cli/command_line.h"
#include "sim/cli/leftovers.h"
#include "sim/cli/standard_streams.h"
#include "sim/cli/trace/trace_subcommands.h"
#include "sim/run/interrupt.h"
#include "traces/layer_yaml.h"
#include "traces/prune.h"
#include "traces/support/output_folder.h"
#include "traces/support/strict_yaml.h"
#include "traces/trace.h"

namespace scnnsim {

namespace {

CommandLine options_of_prune() {
  CommandLine options(
      "scnnsim trace prune",
      "Prunes the weights of a trace: of each layer the round(D x grains) grains of largest "
      "L1 norm stay. A pruned\n"
      "layer's `output` and `written` tensors no longer hold and are left out. Of the operators "
      "after it stay those that\ncan be computed: relu and relu6.",
      "  scnnsim trace prune dense --granularity vector --density 0.3 --out pruned\n");
  options.positional("TRACE", "folder of the trace to prune")
      .value("granularity", "G", "what is removed as one piece: element, vector, kernel or filter; needed")
      .value("density", "D", "share of the grains that stay; needed")
      .value("layers", "A,B",
             "prune these layers only, the others are copied; a name with a comma stands in double quotes")
      .value("out", "DIR", "folder to write; needed")
      .flag("force", "replace the folder if it is an older trace or result");
  return options;
}

std::string indented(const std::string& text) {
  std::string result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) result += "  " + line + "\n";
  return result;
}

/// Prunes a trace layer by layer into a folder.
class TracePruner {
 public:
  TracePruner(const Trace& trace, Granularity granularity, double density)
      : trace_(trace), granularity_(granularity), density_(density) {
    pruned_.network = trace.network;
  }

  void copy(TraceLayer layer, const std::filesystem::path& folder) {
    const LayerTensors tensors = trace_.load(layer, widest_operand);
    if (!layer.output_file.empty() && !tensors.output) {
      without_output_.push_back(yaml_quote(layer.description.name));
      print_line(fmt::format("{}: copied with quantised tensors; its floating-point output is left out",
                             layer.description.name));
    }
    add(layer, tensors, folder);
  }

  void prune_layer(TraceLayer layer, const std::filesystem::path& folder) {
    LayerTensors tensors = trace_.load(layer, widest_operand);
    const double before = scnnsim::density(tensors.weights);
    prune(tensors.weights, layer.description.shape, granularity_, density_);
    layer.description.granularity = granularity_;
    const double after = scnnsim::density(tensors.weights);
    const bool removes = after < before;
    removes_any_ = removes_any_ || removes;
    print_line(fmt::format("{}: weight density {:.4f} -> {:.4f}{}{}", layer.description.name, before, after,
                           removes ? "" : ", nothing removed: it has no more than that", left_out(layer)));
    if (!layer.output_file.empty()) without_output_.push_back(yaml_quote(layer.description.name));
    if (tensors.written) drop_written(layer.description, tensors);
    tensors.output.reset();
    pruned_names_.push_back(yaml_quote(layer.description.name));
    add(layer, tensors, folder);
  }

  /// Whether any weight that was not zero has become zero.
  bool removes_any() const { return removes_any_; }

  void finish(const std::filesystem::path& folder) {
    std::string text =
        fmt::format("program: scnnsim trace prune\ngranularity: {}\ndensity: {}\nlayers: [{}]\n",
                    to_string(granularity_), density_, fmt::join(pruned_names_, ", "));
    if (!without_output_.empty())
      text += fmt::format("outputs_left_out: [{}]\n", fmt::join(without_output_, ", "));
    if (!without_written_.empty())
      text += fmt::format("written_left_out: [{}]\n", fmt::join(without_written_, ", "));
    text += fmt::format("pruned_from: {}\n", trace_.checksum());
    if (!trace_.provenance.empty()) text += "provenance_before:\n" + indented(trace_.provenance);
    pruned_.provenance = text;
    write_trace_yaml(pruned_, folder);
  }

 private:
  /// What no longer holds of a layer, for its line.
  static std::string left_out(const TraceLayer& layer) {
    const bool output = !layer.output_file.empty(), written = !layer.written_file.empty();
    if (!output && !written) return "";
    std::string text = output && written ? "; its output and written tensors no longer hold and are left out"
                                         : fmt::format("; its {} tensor no longer holds and is left out",
                                                       output ? "output" : "written");
    if (written && !computes_outputs(layer.description))
      text += fmt::format(", and of what follows it, [{}], {}", fmt::join(layer.description.after, ", "),
                          layer.description.rectifies() ? "only relu stays" : "nothing stays");
    return text;
  }

  /// Without the written tensor, outputs are computed from the sums.
  void drop_written(LayerDescription& layer, LayerTensors& tensors) {
    without_written_.push_back(yaml_quote(layer.name));
    tensors.written.reset();
    if (computes_outputs(layer)) return;
    const bool rectifies = layer.rectifies();
    layer.after.clear();
    if (rectifies) layer.after.emplace_back("relu");
  }

  void add(TraceLayer& layer, const LayerTensors& tensors, const std::filesystem::path& folder) {
    write_tensors(layer, tensors, folder, pruned_.layers);
    pruned_.layers.push_back(layer);
  }

  const Trace& trace_;
  Granularity granularity_;
  double density_;
  bool removes_any_ = false;
  Trace pruned_;
  std::vector<std::string> pruned_names_, without_output_, without_written_;
};

}  // namespace

int trace_prune(const std::vector<std::string>& arguments) {
  CommandLine options = options_of_prune();
  if (!options.parse(arguments)) return 0;
  const auto granularity = options.at<Granularity>("granularity");
  if (granularity == Granularity::none)
    throw UserError(options.where("granularity") + ": got none, expected element, vector, kernel or filter");
  const auto density = options.at<double>("density", {0, 1});
  const Trace trace = Trace::open(options.at<std::string>("TRACE"));
  const auto selected = select_layers(trace.layers, options.list("layers"), options.where("layers"));
  const auto out = options.at<std::string>("out");
  const InterruptScope interrupts;
  OutputFolder folder(out, options.given("force"), {trace.folder});
  print_leftovers(folder.leftovers());
  TracePruner pruner(trace, granularity, density);
  for (const TraceLayer& layer : trace.layers) {
    InterruptScope::check();
    const bool prunes = std::any_of(selected.begin(), selected.end(), [&](const TraceLayer& one) {
      return one.description.name == layer.description.name;
    });
    prunes ? pruner.prune_layer(layer, folder.path()) : pruner.copy(layer, folder.path());
  }
  pruner.finish(folder.path());
  InterruptScope::check();
  folder.commit();
  print_line(fmt::format("{}: {} layer{} pruned by {}", out, selected.size(), selected.size() == 1 ? "" : "s",
                         to_string(granularity)));
  if (!pruner.removes_any())
    print_message(fmt::format(
        "warning: no weight was removed: no layer holds more non-zero grains than the share {} of them",
        density));
  return 0;
}

}  // namespace scnnsim
