// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/command_group.h"
#include "sim/cli/commands.h"

namespace scnnsim {

namespace {

constexpr const char* trace_about = "Makes, changes and inspects layer traces.";
constexpr const char* trace_examples =
    "  scnnsim trace generate --network vgg16 --granularity vector --out vgg16-vector\n"
    "  scnnsim trace import resnet.onnx --input cat.png --out resnet\n"
    "  scnnsim trace info vgg16-vector\n";

}  // namespace

const std::vector<Subcommand>& trace_subcommands() {
  static const std::vector<Subcommand> all{
      {"generate", "draw weights and activations of a network at given or published densities",
       trace_generate},
      {"import", "make a trace of an ONNX model and its input", trace_import},
      {"prune", "prune the weights of a trace", trace_prune},
      {"info", "show shapes, densities and sizes", trace_info},
      {"check", "read everything and check the outputs a trace brings", trace_check},
  };
  return all;
}

int trace_command(const std::vector<std::string>& arguments) {
  return run_form({"scnnsim trace", trace_about, trace_examples, trace_subcommands()}, arguments);
}

}  // namespace scnnsim
