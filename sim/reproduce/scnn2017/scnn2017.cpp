// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/scnn2017/scnn2017.h"

#include <cstddef>
#include <limits>

namespace scnnsim {
namespace scnn2017 {

const std::vector<PaperNetwork>& networks() {
  static const std::vector<PaperNetwork> all{
      {"AlexNet", "alexnet_paper"}, {"GoogLeNet", "googlenet"}, {"VGG-16", "vgg16"}};
  return all;
}

Machine machine(const Scope& scope, const std::string& architecture) {
  return {architecture, architecture, scope.config};
}

bool wants_layer(const Scope& scope, const std::string& network, const std::string& layer) {
  if (!scope.wants(network)) return false;
  if (!scope.fast || network == "AlexNet") return true;
  const std::string item = item_of_layer(layer);
  return item == "IC_5a" || item == "IC_5b" || item.rfind("conv5_", 0) == 0;
}

PaperWorkload published_workload(const Scope& scope, const std::string& network, const NetworkLayer& layer,
                                 std::uint64_t seed) {
  PaperWorkload workload{published_series, network, layer, scope.generate};
  workload.generate.granularity = Granularity::element;
  workload.generate.seed = seed;
  return workload;
}

PaperWorkload uniform_workload(const Scope& scope, const std::string& series, const std::string& network,
                               const NetworkLayer& layer, double density, std::uint64_t seed) {
  PaperWorkload workload = published_workload(scope, network, layer, seed);
  workload.series = series;
  workload.layer.weight_density = density;
  workload.layer.input_density = density;
  workload.generate.output = OutputDensity::none;
  return workload;
}

double crossover(const std::vector<double>& x, const std::vector<double>& a, const std::vector<double>& b) {
  for (std::size_t i = 1; i < x.size(); ++i) {
    const double before = a[i - 1] - b[i - 1], after = a[i] - b[i];
    if (before < 0 && after >= 0) return x[i - 1] + (x[i] - x[i - 1]) * before / (before - after);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace scnn2017

Experiment scnn2017_experiment() {
  return {
      "scnn2017",
      "SCNN, ISCA 2017: per layer and network against DCNN, density sweep, PE granularity, DRAM",
      "One parameter set for everything. No value was fitted on VGG-16.",
      {"AlexNet", "GoogLeNet", "VGG-16"},
      5,
      [](const Scope& scope, const PublishedData&) {
        FigureGroups groups;
        for (const auto make : {scnn2017::layer_figures, scnn2017::full_fifo_figures, scnn2017::sweep_figures,
                                scnn2017::analytical_sweep_figures, scnn2017::granularity_figures,
                                scnn2017::tiling_figures, scnn2017::bandwidth_figures})
          groups.push_back(make(scope));
        return groups;
      }};
}

}  // namespace scnnsim
