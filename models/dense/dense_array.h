// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <systemc>
#include <vector>

#include "models/common/machine_config.h"
#include "models/dense/dense_memory.h"
#include "models/dense/dense_pe.h"
#include "models/memory/memory_layout.h"

namespace scnnsim {

/// Dense machine (PT-IS-DP-dense, SCNN sec. 5 and table 6). A step is one wait and one run of dot products in
/// every PE, so the cycles are a recurrence over steps (models/README.md section 8). Its modules have
/// counters but no processes; the SystemC kernel does not run.
class DenseArray : public sc_core::sc_module {
 public:
  /// `program` must outlive the array. Throws UserError if the layer does not fit into the memory.
  DenseArray(const sc_core::sc_module_name& name, const MachineConfig& config, const DenseProgram& program);

  /// Runs the layer and returns its cycles. Call once. Throws SimulationError when a PE waits for longer than
  /// simulation.watchdog_cycles.
  Cycle run();

 private:
  void request_weights(std::size_t step, Cycle cycle);
  void request_input(std::size_t group, Cycle cycle);
  DensePe::Arrivals arrivals(const DenseStep& step, std::size_t index, Cycle release) const;
  Cycle run_step(std::size_t index, const DensePe::Arrivals& arrivals);
  Cycle close();

  const MachineConfig& config_;
  const DenseProgram& program_;
  const MemoryLayout layout_;
  DenseMemory memory_;
  std::vector<std::unique_ptr<DensePe>> pes_;
  std::vector<std::size_t> weight_transfers_;  ///< per step
  std::vector<std::size_t> input_transfers_;   ///< per group
};

}  // namespace scnnsim
