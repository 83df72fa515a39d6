// SPDX-License-Identifier: Apache-2.0
// The input-queued policy for work by whole vectors: the same cycles as scatter_input_queued.cpp, which stays
// the reference.
#include "models/pe/formed_runs.h"
#include "models/pe/lane_queues.h"
#include "models/pe/scatter_network.h"

namespace scnnsim {
namespace {

const auto& patterns_of(const WeightPiece& piece, std::uint16_t) {
  return piece.lanes16;
}
const auto& patterns_of(const WeightPiece& piece, std::uint64_t) {
  return piece.lanes64;
}

template <class Lanes>
class LaneQueued : public ScatterNetwork {
 public:
  LaneQueued(const char* name, const MachineConfig& config, PeWork work)
      : ScatterNetwork(name),
        by_patterns_(work == PeWork::by_patterns),
        queues_(config.accumulator.banks, config.scatter.input_queue_depth) {}

  void load(const ProductBundle&) override {
    throw std::logic_error("lane queues take runs of whole vectors");
  }
  void step() override {
    queues_.step();
    if (!queues_.register_empty()) ++stats_.conflict_cycles;
  }
  std::uint64_t run(const VectorRun& run) override {
    std::uint64_t conflicts = 0;
    const std::uint64_t cycles = by_patterns_
                                     ? queues_.run(run.with(patterns_of(run.piece, Lanes{})), conflicts)
                                     : formed_.run(run, queues_, conflicts);
    stats_.conflict_cycles += conflicts;
    return cycles;
  }
  bool register_empty() const override { return queues_.register_empty(); }
  bool empty() const override { return queues_.empty(); }

 private:
  const bool by_patterns_;
  LaneQueues<Lanes> queues_;
  FormedRuns<Lanes> formed_;
};

}  // namespace

std::unique_ptr<ScatterNetwork> make_lane_queues(const char* name, const MachineConfig& config, PeWork work) {
  if (config.lanes() <= LaneQueues<std::uint16_t>::most_lanes)
    return std::make_unique<LaneQueued<std::uint16_t>>(name, config, work);
  return std::make_unique<LaneQueued<std::uint64_t>>(name, config, work);
}

}  // namespace scnnsim
