// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "sim/cli/command_line.h"
#include "sim/cli/commands.h"
#include "sim/cli/standard_streams.h"
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
      "Prunes the weights of a trace: of each layer the round(D x grains) grains of largest salience stay, "
      "or "
      "of each group\nof m input channels the n largest weights. A pruned layer's `output` and `written` "
      "tensors no longer hold and are\nleft out. Of the operators after it stay those that can be computed: "
      "relu and relu6.",
      "  scnnsim trace prune dense --granularity vector --density 0.3 --out pruned\n"
      "  scnnsim trace prune dense --granularity 2:4 --out sparse\n"
      "  scnnsim trace prune dense --granularity block:4x4 --density 0.3 --ranking network --out blocks\n");
  options.positional("TRACE", "folder of the trace to prune")
      .value("granularity", "G", "what is removed as one piece: " + prunable_choices() + "; needed")
      .value("density", "D", "share of the grains that stay; needed but for n:m")
      .value("salience", "S",
             "what a grain is worth, of its weights: " + choices<Salience>() + " (default: l1)")
      .value("ranking", "R",
             "among which grains the largest stay: of the layer or of the whole network; network compares "
             "the saliences\nper weight of all layers (default: layer)")
      .value("seed", "N", "seed of --salience random (default: 1)")
      .value("layers", "A,B",
             "prune these layers only, the others are copied; a name with a comma stands in double quotes")
      .value("out", "DIR", "folder to write; needed")
      .flag("force", "replace the folder if it is an older trace or result");
  return options;
}

PruneOptions read_prune_options(const CommandLine& options) {
  PruneOptions read;
  read.granularity = options.at<Granularity>("granularity");
  if (read.granularity == Granularity::none)
    throw UserError(options.where("granularity") + ": got none, expected " + prunable_choices());
  read.density =
      density_of(read.granularity, options.find<double>("density", {0, 1}), options.where("density"));
  read.salience = options.find<Salience>("salience").value_or(Salience::l1);
  read.seed = options.find<std::uint64_t>("seed").value_or(read.seed);
  if (options.given("seed") && read.salience != Salience::random)
    throw UserError(options.where("seed") + ": goes with --salience random, nothing else is drawn");
  return read;
}

std::string indented(const std::string& text) {
  std::string result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) result += "  " + line + "\n";
  return result;
}

/// Prunes a trace into a folder.
class TracePruner {
 public:
  TracePruner(const Trace& trace, const PruneOptions& options, Ranking ranking)
      : trace_(trace), options_(options), ranking_(ranking) {
    pruned_.network = trace.network;
  }

  /// Ranks the weights of these layers together, if that is asked for.
  void rank(const std::vector<TraceLayer>& layers) {
    if (ranking_ == Ranking::layer) return;
    std::vector<PrunedLayer> all;
    for (const TraceLayer& layer : layers) {
      LoadReport report;
      Tensor<std::int16_t>& weights = ranked_[layer.description.name];
      weights = trace_.load(layer, widest_operand, &report).weights;
      if (!report.weight_exponent)
        print_message(
            fmt::format("{}: integer weights have no scale, and are ranked by the integers that "
                        "they are",
                        layer.description.name));
      all.push_back(
          {layer.description.name, layer.description.shape, weights, report.weight_exponent.value_or(0)});
    }
    prune_network(all, options_);
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
    const std::string name = layer.description.name;
    const double before = scnnsim::density(tensors.weights);
    prune_weights(layer.description, tensors.weights);
    layer.description.granularity = options_.granularity;
    const double after = scnnsim::density(tensors.weights);
    const bool removes = after < before;
    removes_any_ = removes_any_ || removes;
    print_line(fmt::format("{}: weight density {:.4f} -> {:.4f}{}{}", name, before, after,
                           removes ? "" : ", nothing removed: it has no more than that", left_out(layer)));
    most_pruned_ = std::min(most_pruned_, before);
    if (!layer.output_file.empty()) without_output_.push_back(yaml_quote(name));
    if (tensors.written) without_written_.push_back(yaml_quote(name));
    leave_out_outputs(layer.description, tensors);
    pruned_names_.push_back(yaml_quote(name));
    add(layer, tensors, folder);
  }

  /// Whether any weight that was not zero has become zero.
  bool removes_any() const { return removes_any_; }

  void finish(const std::filesystem::path& folder) {
    std::string text = fmt::format("program: scnnsim trace prune\ngranularity: {}\ndensity: {}\n",
                                   as_yaml(options_.granularity), options_.density);
    if (options_.salience != Salience::l1)
      text += fmt::format("salience: {}\n", to_string(options_.salience));
    if (options_.salience == Salience::random) text += fmt::format("seed: {}\n", options_.seed);
    if (ranking_ != Ranking::layer) text += fmt::format("ranking: {}\n", to_string(ranking_));
    text += fmt::format("layers: [{}]\n", fmt::join(pruned_names_, ", "));
    if (!without_output_.empty())
      text += fmt::format("outputs_left_out: [{}]\n", fmt::join(without_output_, ", "));
    if (!without_written_.empty())
      text += fmt::format("written_left_out: [{}]\n", fmt::join(without_written_, ", "));
    text += fmt::format("pruned_from: {}\n", trace_.checksum());
    if (!trace_.provenance.empty()) text += "provenance_before:\n" + indented(trace_.provenance);
    pruned_.provenance = text;
    write_trace_yaml(pruned_, folder);
    if (const std::string warning = already_pruned(most_pruned_); !warning.empty()) print_message(warning);
  }

 private:
  void prune_weights(const LayerDescription& layer, Tensor<std::int16_t>& weights) {
    if (ranking_ == Ranking::network) {
      weights = std::move(ranked_.at(layer.name));
      return;
    }
    prune({layer.name, layer.shape, weights}, options_);
    const std::string problem = problem_with_density(options_.granularity, layer.shape, options_.density);
    if (!problem.empty()) print_message(fmt::format("{}: {}", layer.name, problem));
  }

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

  void add(TraceLayer& layer, const LayerTensors& tensors, const std::filesystem::path& folder) {
    write_tensors(layer, tensors, folder, pruned_.layers);
    pruned_.layers.push_back(layer);
  }

  const Trace& trace_;
  const PruneOptions options_;
  const Ranking ranking_;
  std::map<std::string, Tensor<std::int16_t>> ranked_;  ///< pruned weights by layer, if ranked together
  double most_pruned_ = 1;                              ///< least density of a layer before
  bool removes_any_ = false;
  Trace pruned_;
  std::vector<std::string> pruned_names_, without_output_, without_written_;
};

}  // namespace

int trace_prune(const std::vector<std::string>& arguments) {
  CommandLine options = options_of_prune();
  if (!options.parse(arguments)) return 0;
  const PruneOptions prune_options = read_prune_options(options);
  const auto ranking = options.find<Ranking>("ranking").value_or(Ranking::layer);
  const Trace trace = Trace::open(options.at<std::string>("TRACE"));
  const auto selected = select_layers(trace.layers, options.list("layers"), options.where("layers"));
  const auto out = options.at<std::string>("out");
  const InterruptScope interrupts;
  OutputFolder folder(out, options.given("force"), {trace.folder});
  print_leftovers(folder.leftovers());
  TracePruner pruner(trace, prune_options, ranking);
  pruner.rank(selected);
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
                         to_string(prune_options.granularity)));
  if (!pruner.removes_any())
    print_message(
        fmt::format("warning: no weight was removed: no layer holds more non-zero grains than {} keeps",
                    to_string(prune_options.granularity)));
  return 0;
}

}  // namespace scnnsim
