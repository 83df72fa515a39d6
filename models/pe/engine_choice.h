// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "models/common/engine_kind.h"
#include "models/common/fault.h"
#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "models/pe/issue_engine.h"

namespace scnnsim {

/// The engines of an array's PEs. `computes_sums`: products have values. Throws UserError if `kind` is
/// `batched` and the batched engine cannot run the layer.
std::unique_ptr<IssueEngineFactory> make_engines(EngineKind kind, const MachineConfig& config,
                                                 const LayerProgram& program, bool computes_sums,
                                                 const Fault& fault);

}  // namespace scnnsim
