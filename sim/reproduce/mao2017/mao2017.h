// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/reproduce/experiment.h"
#include "sim/reproduce/paper_network.h"

/// What Mao et al. (CVPR Workshops 2017) ask: which pruning granularity pays?
namespace scnnsim {

Experiment mao2017_experiment();

namespace mao2017 {

/// The granularities that the paper compares at equal accuracy, finest first.
const std::vector<Granularity>& granularities();

/// The networks of the equal-accuracy table.
const std::vector<PaperNetwork>& networks();

/// Output and memory references of VGG-16 at three densities: {element, vector} x {none, issue, grain}.
std::unique_ptr<FigureGroup> reference_figures(const Scope& scope);

/// The ratio of output references again, of activations at uniform positions.
std::unique_ptr<FigureGroup> uniform_reference_figures(const Scope& scope);

/// Storage, references, cycles and energy of every network at the densities of equal accuracy.
std::unique_ptr<FigureGroup> equal_accuracy_figures(const Scope& scope, const PublishedData& published);

}  // namespace mao2017
}  // namespace scnnsim
