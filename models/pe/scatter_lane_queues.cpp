// SPDX-License-Identifier: Apache-2.0
// The input-queued policy for work by whole vectors: the same cycles as scatter_input_queued.cpp, which stays
// the reference.
#include "models/pe/lane_queues.h"
#include "models/pe/queued_scatter.h"

namespace scnnsim {
namespace {

template <class Lanes>
class LaneQueued : public QueuedScatter<LaneQueues<Lanes>, Lanes> {
 public:
  LaneQueued(const char* name, const MachineConfig& config, PeWork work)
      : QueuedScatter<LaneQueues<Lanes>, Lanes>(name, config.accumulator.banks,
                                                config.scatter.input_queue_depth, work) {}

  void load(const ProductBundle&) override {
    throw std::logic_error("lane queues take runs of whole vectors");
  }

 private:
  const BankPatterns<Lanes>& patterns_of(const StepVectors& weights) const override {
    if constexpr (sizeof(Lanes) == 2)
      return weights.lanes16;
    else
      return weights.lanes64;
  }
};

}  // namespace

std::unique_ptr<ScatterNetwork> make_lane_queues(const char* name, const MachineConfig& config, PeWork work) {
  if (config.lanes() <= LaneQueues<std::uint16_t>::most_lanes)
    return std::make_unique<LaneQueued<std::uint16_t>>(name, config, work);
  return std::make_unique<LaneQueued<std::uint64_t>>(name, config, work);
}

}  // namespace scnnsim
