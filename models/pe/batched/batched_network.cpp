// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/batched_network.h"

#include "models/pe/batched/bank_queues.h"
#include "models/pe/batched/formed_blocks.h"
#include "models/pe/batched/ideal_queues.h"
#include "models/pe/batched/lane_queues.h"

namespace scnnsim {
namespace {

/// Network on `Queues` (bank_queues.h, lane_queues.h, ideal_queues.h), which simulate the cycles. The
/// Elements of an issue come from patterns (bank_patterns.h), or are formed issue by issue (formed_blocks.h).
template <class Queues, class Element>
class QueuedNetwork : public BatchedNetwork {
 public:
  template <class... Depth>
  QueuedNetwork(PatternForm form, std::uint32_t banks, Depth... depth)
      : form_(form), banks_(banks), queues_(banks, depth...) {}

  void step() override {
    queues_.step();
    if (!queues_.register_empty()) ++conflict_cycles_;
  }
  IssueOutcome run(const VectorBlocks& blocks) override {
    const IssueOutcome outcome = form_ == PatternForm::positions
                                     ? formed_.run(blocks, queues_)
                                     : queues_.run(blocks.with(patterns_of(blocks.weights)));
    conflict_cycles_ += outcome.conflict_cycles;
    return outcome;
  }
  std::uint64_t drain() override { return queues_.drain(conflict_cycles_); }
  bool register_empty() const override { return queues_.register_empty(); }
  bool empty() const override { return queues_.empty(); }
  std::uint64_t queued() const override { return queues_.queued(banks_); }

 private:
  static const BankPatterns<Element>& patterns_of(const DecodedPatterns& weights) {
    if constexpr (sizeof(Element) == 1)
      return weights.counts;
    else if constexpr (sizeof(Element) == 2)
      return weights.lanes16;
    else
      return weights.lanes64;
  }

  const PatternForm form_;
  const std::size_t banks_;
  Queues queues_;
  FormedBlocks<Element> formed_;
};

}  // namespace

std::unique_ptr<BatchedNetwork> make_batched_network(const MachineConfig& config, PatternForm form,
                                                     std::uint32_t extra_depth) {
  const std::uint32_t banks = config.accumulator.banks;
  if (config.scatter.policy == ScatterPolicy::ideal)
    return std::make_unique<QueuedNetwork<IdealQueues, std::uint8_t>>(form, banks);
  if (config.scatter.policy == ScatterPolicy::output_queued)
    return std::make_unique<QueuedNetwork<BankQueues, std::uint8_t>>(
        form, banks, config.scatter.output_queue_depth + extra_depth);
  const std::uint32_t depth = config.scatter.input_queue_depth + extra_depth;
  if (config.lanes() <= LaneQueues<std::uint16_t>::most_lanes)
    return std::make_unique<QueuedNetwork<LaneQueues<std::uint16_t>, std::uint16_t>>(form, banks, depth);
  return std::make_unique<QueuedNetwork<LaneQueues<std::uint64_t>, std::uint64_t>>(form, banks, depth);
}

}  // namespace scnnsim
