// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/circular_buffer.hpp>
#include <cstdint>
#include <vector>

#include "models/common/activity_observer.h"
#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "sim/activity/activity_part.h"
#include "sim/activity/activity_request.h"
#include "sim/activity/level_samples.h"

namespace scnnsim {

/// Records what the units of the machine do, in the process that simulates a layer. Neighbouring intervals of
/// one activity, step and channel become one.
class ActivityRecorder : public ActivityObserver {
 public:
  /// `target` must outlive this object. Throws UserError.
  ActivityRecorder(const ActivityTarget& target, const MachineConfig& config, const LayerProgram& program,
                   std::uint64_t cycle_femtoseconds);

  bool observes(std::uint32_t pe) const override { return wanted_[pe]; }
  void watch(std::uint32_t pe, const ScatterNetwork& network) override;
  void did(ActiveUnit unit, std::uint32_t pe, const ActiveInterval& interval) override;
  void became(ActiveLevel level, std::uint32_t pe, Cycle cycle, std::uint64_t value) override;
  void delivered(Cycle cycle, const std::vector<std::uint16_t>& pes) override;
  void freed(std::uint32_t pe, Cycle before, const std::uint32_t* after, std::size_t count) override;
  void requested(Cycle posted, Cycle ready, std::uint64_t bytes) override;

  /// To be called after the run. Throws UserError if the layer ends before the window.
  void finish(Cycle layer_cycles);

 private:
  /// Deliveries to a FIFO and frees of its entries that are not in order yet: the PE and the broadcast run
  /// ahead of each other, by at most the entries of the FIFO.
  struct Fifo {
    boost::circular_buffer<Cycle> delivered, freed;  ///< freed: first cycle without the entry
    std::uint64_t entries = 0;
  };
  struct Transfer {
    Cycle ready;
    std::uint64_t bytes;
  };
  void merge(std::uint32_t pe, bool is_complete);
  void end_transfers(Cycle until);
  void record_queues(std::uint32_t pe, Cycle cycle);
  void end_interval(std::size_t stream);

  const ActivityRequest& request_;
  ActivityPart& part_;
  const ActivityStreams streams_;
  ActivityFacts facts_;
  std::vector<bool> wanted_;               ///< by PE
  std::vector<ActivityRecord> intervals_;  ///< by stream: the last one, which may grow; none if it is empty
  std::vector<LevelSamples> samples_;      ///< by stream
  std::vector<Fifo> fifos_;                ///< by PE
  boost::circular_buffer<Transfer> transfers_;     ///< under way
  std::uint64_t bytes_ = 0;                        ///< of them
  std::vector<const ScatterNetwork*> networks_;    ///< by PE; where queues are recorded
  std::vector<std::vector<std::uint32_t>> items_;  ///< by PE: as recorded last
};

}  // namespace scnnsim
