// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "models/common/cycle_owner.h"
#include "models/common/layer_program.h"

namespace scnnsim {

class AccumulatorBanks;
class ActivationRam;
class CoordinateUnit;
class IssuePort;
class MergeUnit;
class MultiplierArray;
class ScatterNetwork;
class WeightFifo;

/// The boxes of a PE that take part in an issue (SCNN fig. 6).
struct PeBoxes {
  WeightFifo& weight_fifo;
  ActivationRam& iaram;
  MultiplierArray& multiplier_array;
  CoordinateUnit& coordinate_unit;
  MergeUnit& merge_unit;
  ScatterNetwork& scatter_network;
  AccumulatorBanks& accumulator_banks;
};

/// Steps 2 to 5 of a PE's cycle (models/README.md section 3): accumulate, scatter, merge, issue. All engines
/// act in the same cycles and leave the same counts in the boxes and in the port.
class IssueEngine {
 public:
  virtual ~IssueEngine() = default;

  /// Begins a pass in which the PE has a tile. The IARAM and the coordinate unit hold the tile already.
  virtual void begin_pass(const Pass& pass) = 0;
  /// Runs step `number` of the layer, with no issue before cycle `go`, until the output register and all
  /// queues are empty. The accumulators are clear. Returns end(n), the last cycle of this work, or nothing if
  /// the step has no issue.
  virtual std::optional<Cycle> run_step(std::size_t number, Cycle go) = 0;
  /// Ends the pass. On return all counters of the pass are complete.
  virtual void end_pass() = 0;
};

/// Makes the engines of an array's PEs, and owns the data that they share.
class IssueEngineFactory {
 public:
  virtual ~IssueEngineFactory() = default;
  /// `pe` counts row-major; `boxes` and `port` must outlive the engine.
  virtual std::unique_ptr<IssueEngine> make(std::uint32_t pe, const PeBoxes& boxes, IssuePort& port) = 0;
};

}  // namespace scnnsim
