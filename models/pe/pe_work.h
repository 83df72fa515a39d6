// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/fault.h"
#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "models/pe/step_vectors.h"

namespace scnnsim {

/// How a PE does its work: product by product, which is the reference, or (pe_by_vectors.cpp) by whole
/// vectors, whose products the scatter network knows from bank patterns or from positions.
enum class PeWork { by_products, by_patterns, by_positions };

/// The fastest work that the configuration allows.
PeWork best_work(const MachineConfig& config, const LayerProgram& program, const Fault& fault);

/// The form of weights that work by whole vectors wants.
StepVectors::Form vector_form(PeWork work, const MachineConfig& config);

}  // namespace scnnsim
