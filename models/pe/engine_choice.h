// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "models/common/engine_kind.h"
#include "models/common/fault.h"
#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "models/pe/issue_engine.h"
#include "traces/support/error.h"

namespace scnnsim {

/// The engine that the user asked for cannot run the layer. Another one can.
class UnsuitableEngine : public UserError {
 public:
  using UserError::UserError;
};

/// Throws UnsuitableEngine, naming the reason, if `kind` is `batched` and the batched engine cannot run the
/// layer.
void require_engine(EngineKind kind, const MachineConfig& config, const LayerProgram& program);

/// Makes the factory for the engines of an array's PEs. `automatic` takes the batched engine if it can run
/// the layer, else the product engine. `computes_sums`: the sums of products are needed, not only timing and
/// counters. Throws as require_engine() does.
std::unique_ptr<IssueEngineFactory> make_engines(EngineKind kind, const MachineConfig& config,
                                                 const LayerProgram& program, bool computes_sums,
                                                 const Fault& fault);

}  // namespace scnnsim
