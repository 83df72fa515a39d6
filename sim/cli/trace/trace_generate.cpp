// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sim/cli/commands.h"
#include "sim/cli/common_options.h"
#include "sim/cli/standard_streams.h"
#include "sim/run/interrupt.h"
#include "traces/generate.h"
#include "traces/support/output_folder.h"
#include "traces/trace.h"

namespace scnnsim {

namespace {

constexpr ValueRange<double> share{0, 1};

CommandLine options_of_generate() {
  CommandLine options("scnnsim trace generate",
                      "Draws a trace of a network: normally distributed int8 weights, pruned; non-negative "
                      "int8 activations; biases that\n"
                      "bring the outputs to a density. The same options and seed give the same bytes.",
                      "  scnnsim trace generate --network vgg16 --granularity element --out vgg16-element\n"
                      "  scnnsim trace generate --network alexnet --granularity vector --weight-density 0.3 "
                      "--layers conv3,conv4 --out a34\n");
  options
      .value("network", "NAME|FILE",
             fmt::format("network: {}, or a YAML file; needed", fmt::join(network_names(), ", ")))
      .value("granularity", "G", "what pruning removes as one piece: " + choices<Granularity>() + "; needed")
      .value("weight-density", "D",
             "share of the grains kept, for all layers (default: the network's published densities)")
      .value("activation-density", "D",
             "share of non-zero activations, for all layers but those published as dense (default: as "
             "published)");
  add_pattern_options(options, default_activation_pattern);
  options
      .value("output-density", "published|none|D",
             "biases for this share of non-zero outputs, in layers with a ReLU (default: published, where "
             "the network has one)")
      .value("layers", "A,B", "these layers only; a name with a comma stands in double quotes")
      .value("seed", "N", "seed of all random numbers (default: 1)")
      .value("out", "DIR", "folder to write; needed")
      .flag("force", "replace the folder if it is an older trace or result")
      .offer("network", network_names());
  return options;
}

GenerateOptions read_options(const CommandLine& options) {
  GenerateOptions generate;
  generate.granularity = options.at<Granularity>("granularity");
  generate.weight_density = options.find<double>("weight-density", share);
  generate.activation_density = options.find<double>("activation-density", share);
  read_pattern(options, generate);
  generate.layers = options.list("layers");
  generate.seed = options.find<std::uint64_t>("seed").value_or(generate.seed);
  if (const auto text = options.find<std::string>("output-density"))
    set_output_density(generate, *text, options.where("output-density"));
  return generate;
}

}  // namespace

int trace_generate(const std::vector<std::string>& arguments) {
  CommandLine options = options_of_generate();
  if (!options.parse(arguments)) return 0;
  Network network = find_network(options.at<std::string>("network"));
  const GenerateOptions generate = read_options(options);
  network.layers = select_layers(network.layers, generate.layers, options.where("layers"));
  const auto out = options.at<std::string>("out");
  const InterruptScope interrupts;
  OutputFolder folder(out, options.given("force"));
  print_leftovers(folder.leftovers());
  std::size_t done = 0;
  generate_trace(network, generate, folder.path(), [&](const std::string& layer) {
    InterruptScope::check();
    print_progress(fmt::format("[{}/{}] {}", ++done, network.layers.size(), layer));
  });
  InterruptScope::check();
  folder.commit();
  print_line(fmt::format("{}: trace of {}, {} layer{}", out, network.name, done, done == 1 ? "" : "s"));
  return 0;
}

}  // namespace scnnsim
