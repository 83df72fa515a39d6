// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "models/common/engine_kind.h"
#include "models/common/fault.h"
#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "models/memory/memory_factory.h"
#include "sim/layer/layer_counters.h"
#include "sim/layer/layer_result.h"
#include "traces/layer.h"
#include "traces/support/enum_names.h"

namespace scnnsim {

struct ActivityTarget;

/// Whether a simulation computes sums, as users say it: see SimulationOptions::values.
enum class Values { on, off };
template <>
struct EnumNames<Values> {
  static constexpr std::array<std::string_view, 2> names{"on", "off"};
};

/// How a layer is run; nothing here changes a result (except a fault and a memory).
struct SimulationOptions {
  Cycle quantum = 1'000'000;        ///< cycles a PE may run ahead of the kernel; 1 ... max_quantum
  bool verify = true;               ///< compare every output with the reference; needs values
  bool values = true;               ///< compute sums; off: timing and accesses alone
  std::uint32_t process_order = 0;  ///< seed that shuffles the order in which processes start; 0: as declared
  EngineKind engine = EngineKind::automatic;  ///< of SCNN's PEs
  bool check_engines = false;  ///< simulate with both engines, and compare every counter and output
  CounterDetail detail = CounterDetail::blocks;  ///< of the counters that are reported
  Fault fault;                                   ///< for tests
  MemoryFactory memory;                          ///< of SCNN; empty: the memory that `dram.model` names
  std::shared_ptr<const ActivityTarget> activity = {};  ///< where units are recorded; null: nowhere
  std::function<void(double)> progress;                 ///< called now and then with the share of steps done
};
inline constexpr Cycle max_quantum = 1'000'000'000'000;

/// Runs one layer on the SCNN machine and returns what it counted, energy and `network` left empty. The
/// SystemC kernel runs once per process: so does this. Throws UserError when the layer cannot be mapped,
/// SimulationError when the machine is stuck. A mismatch is not thrown: see LayerResult::verified.
LayerResult simulate_layer_here(const MachineConfig& config, const LayerDescription& layer,
                                const LayerTensors& tensors, const SimulationOptions& options = {},
                                OperandForms forms = {});

/// The same in a child process, as often as wanted. Throws SimulationError also when the child dies.
LayerResult simulate_layer(const MachineConfig& config, const LayerDescription& layer,
                           const LayerTensors& tensors, const SimulationOptions& options = {},
                           OperandForms forms = {});

}  // namespace scnnsim
