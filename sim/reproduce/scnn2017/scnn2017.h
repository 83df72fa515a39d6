// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/reproduce/experiment.h"
#include "sim/reproduce/paper_network.h"

/// The figures of SCNN (Parashar et al., ISCA 2017).
namespace scnnsim {

Experiment scnn2017_experiment();

namespace scnn2017 {

/// AlexNet as SCNN ran it, GoogLeNet's inception modules, VGG-16.
const std::vector<PaperNetwork>& networks();

inline constexpr const char* published_series = "published";

/// Machine labels are architecture names, on the scope's configuration.
Machine machine(const Scope& scope, const std::string& architecture);
/// Whether a layer is to be simulated: --fast keeps AlexNet, GoogLeNet's small modules and VGG-16's last
/// layers.
bool wants_layer(const Scope& scope, const std::string& network, const std::string& layer);
/// Element-pruned tensors at the published densities.
PaperWorkload published_workload(const Scope& scope, const std::string& network, const NetworkLayer& layer,
                                 std::uint64_t seed);
/// Tensors of one density for weights and activations alike; outputs are left as they fall.
PaperWorkload uniform_workload(const Scope& scope, const std::string& series, const std::string& network,
                               const NetworkLayer& layer, double density, std::uint64_t seed);

/// The x up to which curve `a` lies below curve `b`: the first change from a < b to a >= b between
/// neighbouring points, interpolated linearly. `x` rises. NaN when there is no such change.
double crossover(const std::vector<double>& x, const std::vector<double>& a, const std::vector<double>& b);

/// Per layer and module: cycles, speed-ups, utilisation, barrier, energy; whole networks.
std::unique_ptr<FigureGroup> layer_figures(const Scope& scope);
/// Per layer and module: the barrier fraction, waits for a slower PE at the full FIFO counted in.
std::unique_ptr<FigureGroup> full_fifo_figures(const Scope& scope);
/// GoogLeNet at densities 0.1 ... 1.0 on five machines.
std::unique_ptr<FigureGroup> sweep_figures(const Scope& scope);
/// 64 PEs of 4 x 4 against 4 PEs of 16 x 16 multipliers on GoogLeNet.
std::unique_ptr<FigureGroup> granularity_figures(const Scope& scope);
/// Energy of activations that cross DRAM because they do not fit.
std::unique_ptr<FigureGroup> tiling_figures(const Scope& scope);
/// VGG-16 at falling DRAM bandwidths.
std::unique_ptr<FigureGroup> bandwidth_figures(const Scope& scope);

}  // namespace scnn2017
}  // namespace scnnsim
