// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <systemc>

#include "models/common/fault.h"
#include "models/common/fifo_credits.h"
#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "models/common/timed_channel.h"
#include "models/pe/accumulator_banks.h"
#include "models/pe/activation_ram.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/issue_engine.h"
#include "models/pe/issue_port.h"
#include "models/pe/merge_unit.h"
#include "models/pe/multiplier_array.h"
#include "models/pe/post_processing_unit.h"
#include "models/pe/scatter/scatter_network.h"
#include "models/pe/weight_fifo.h"

namespace scnnsim {

/// Connections of a PE to the rest of the machine.
struct PeConnections {
  const MachineConfig& config;
  const LayerProgram& program;
  const LayerDescription& layer;
  BroadcastLog& releases;      ///< first cycle of each step, from the layer sequencer
  TimedChannel<Signal>& ends;  ///< last cycle of each of this PE's steps, to the layer sequencer
  BroadcastLog& arrivals;      ///< of activations from DRAM
  FifoCredits& fifo_credits;   ///< to the weight broadcast
  HaloPorts halo;
  DramPort& dram;
  const MemoryLayout& layout;
  OutputRecorder& outputs;
  Fault fault;
  ValueMode values;
};

/// A processing element (SCNN fig. 6). Walks through the layer's steps: barrier, issues, end, swap of the
/// accumulator copies. Inside a step the issue engine runs the boxes, at most one issue per cycle
/// (models/README.md section 3).
class ProcessingElement : public IssuePort {
 public:
  ProcessingElement(const sc_core::sc_module_name& name, SimulationContext& context, std::uint32_t pe,
                    const PeConnections& connections, IssueEngineFactory& engines);

  void run() override;

  /// Gives the cycles from this PE's last work to the layer's end to `idle`, and checks that the owners'
  /// cycles sum to the layer's. Throws SimulationError if they do not.
  void close(Cycle layer_cycles);
  const PostProcessingUnit& ppu() const { return ppu_; }

 private:
  Cycle begin_step(const Step& step);
  void end_step(Cycle end);
  void begin_pass(std::size_t pass);
  void end_pass();
  void check_owned(Cycle end) const;
  void check_pass() const;
  bool has_tile() const { return tile_ != nullptr && tile_->has_tile(); }

  const std::uint32_t pe_;
  const PeConnections connections_;

  WeightFifo weight_fifo_;
  ActivationRam iaram_, oaram_;
  MultiplierArray multiplier_array_;
  CoordinateUnit coordinate_unit_;
  MergeUnit merge_unit_;
  std::unique_ptr<ScatterNetwork> scatter_network_;
  AccumulatorBanks accumulator_banks_;
  PostProcessingUnit ppu_;
  std::unique_ptr<IssueEngine> engine_;

  const PeTile* tile_ = nullptr;  ///< of the current pass
  std::size_t pass_ = 0;
  std::size_t step_ = 0;  ///< the current step
  Cycle swapped_ = 0;     ///< w(n - 1): the accumulator copies swapped after this cycle
};

}  // namespace scnnsim
