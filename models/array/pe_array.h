// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <systemc>
#include <vector>

#include "models/array/activation_loader.h"
#include "models/array/halo_exchange.h"
#include "models/array/layer_sequencer.h"
#include "models/array/weight_broadcast.h"
#include "models/common/engine_kind.h"
#include "models/common/fifo_credits.h"
#include "models/memory/dram_port.h"
#include "models/memory/memory_factory.h"
#include "models/memory/memory_layout.h"
#include "models/memory/memory_model.h"
#include "models/pe/output_recorder.h"
#include "models/pe/pe.h"

namespace scnnsim {

/// The whole machine (SCNN fig. 5): the grid of PEs with their halo links, the layer sequencer, the weight
/// broadcast, the activation loader, and the memory behind its TLM-2.0 socket.
class PeArray : public sc_core::sc_module {
 public:
  /// Options of the simulation. Only a fault and a memory of one's own change timing or counters.
  struct Mode {
    Fault fault = {};
    EngineKind engine = EngineKind::automatic;
    ValueMode values = {};
    std::function<void(double)> progress = {};  ///< may be empty
    MemoryFactory memory = {};                  ///< empty: the memory that `dram.model` names
  };
  /// All references must outlive the array. Throws UserError if `mode.engine` is `batched` and cannot run the
  /// layer, or if the layer does not fit into the memory.
  PeArray(const sc_core::sc_module_name& name, SimulationContext& context, const MachineConfig& config,
          const LayerDescription& layer, const LayerProgram& program, OutputRecorder& outputs,
          const Mode& mode);

  /// Returns the layer's cycles, after the run. Gives the remaining cycles of every PE an owner. Throws
  /// SimulationError if a PE's owners do not sum to the layer's cycles.
  Cycle close();

  const LayerSequencer& sequencer() const { return sequencer_; }

 private:
  const MemoryLayout layout_;
  DramInterface dram_interface_;
  std::unique_ptr<MemoryModel> memory_;
  LayerSequencer sequencer_;
  DramPort& weight_port_;
  ActivationLoader loader_;
  HaloExchange halo_exchange_;
  FifoCredits fifo_credits_;
  std::unique_ptr<IssueEngineFactory> engines_;
  std::vector<std::unique_ptr<ProcessingElement>> pes_;
  std::unique_ptr<WeightBroadcast> broadcast_;
};

}  // namespace scnnsim
