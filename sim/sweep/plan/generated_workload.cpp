// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sim/run/name_errors.h"
#include "sim/sweep/plan/workload.h"
#include "traces/generate.h"
#include "traces/support/checksum.h"
#include "traces/support/named_file.h"
#include "traces/trace.h"

namespace scnnsim {
namespace {

/// A message that speaks of options, such as --weight-density, in the keys of a sweep file.
std::string in_keys(std::string message) {
  for (const std::string& key : setting_names()) {
    std::string option = "--" + key;
    std::replace(option.begin(), option.end(), '_', '-');
    for (std::size_t at = 0; (at = message.find(option, at)) != std::string::npos; at += key.size())
      message.replace(at, option.size(), key);
  }
  return message;
}

class GeneratedWorkload : public Workload {
 public:
  GeneratedWorkload(const SweepFile& sweep, const PointSettings& settings) : generate_(settings.generate) {
    const NamedText source = name_errors(settings.workload_where, [&] {
      return load_named_text("networks", sweep.path(settings.network), "network");
    });
    network_ = read_network(source.parse());
    network_.layers = select_layers(network_.layers, sweep.layers, sweep.name + ": layers");
    try {
      check_generate(network_, generate_);
    } catch (const UserError& error) {
      throw UserError(fmt::format("{}: network {}: {}", sweep.name, settings.network, in_keys(error.what())));
    }
    for (const NetworkLayer& layer : network_.layers)
      add_layer(layer.description.shape, generated_weight_density(layer, generate_),
                generated_activation_density(layer, generate_));
    set_identity(network_.name, fmt::format("shapes: {}\n{}", checksum_of(source.text),
                                            generate_provenance(network_, generate_)));
  }

  PreparedLayer load(std::size_t layer, unsigned) const override {
    NetworkLayer one = network_.layers[layer];
    LayerTensors tensors = generate_layer(one, generate_);
    return {one.description, std::move(tensors)};
  }

 private:
  Network network_;
  GenerateOptions generate_;
};

}  // namespace

std::shared_ptr<const Workload> make_generated_workload(const SweepFile& sweep,
                                                        const PointSettings& settings) {
  return std::make_shared<GeneratedWorkload>(sweep, settings);
}

}  // namespace scnnsim
