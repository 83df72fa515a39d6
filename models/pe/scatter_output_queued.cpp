// SPDX-License-Identifier: Apache-2.0
#include "models/pe/bank_queues.h"
#include "models/pe/queued_scatter.h"

namespace scnnsim {
namespace {

/// A queue in front of each bank. A bank takes one product per cycle; a product moves from the register when
/// its bank's queue has room, any number per cycle, in lane order.
template <class Count>
class OutputQueued : public QueuedScatter<BankQueues<Count>, std::uint8_t> {
 public:
  OutputQueued(const char* name, const MachineConfig& config, PeWork work)
      : QueuedScatter<BankQueues<Count>, std::uint8_t>(name, config.accumulator.banks,
                                                       config.scatter.output_queue_depth, work) {}

  void load(const ProductBundle& products) override {
    for (std::uint32_t n = 0; n < products.count; ++n) this->queues().add_to_register(products.bank[n]);
    this->stats_.transfers += products.count;
  }
  std::uint64_t drain() override {
    std::uint64_t conflicts = 0;
    const std::uint64_t cycles = this->queues().drain(conflicts);
    this->stats_.conflict_cycles += conflicts;
    return cycles;
  }

 private:
  const BankPatterns<std::uint8_t>& patterns_of(const StepVectors& weights) const override {
    return weights.counts;
  }
};

}  // namespace

std::unique_ptr<ScatterNetwork> make_output_queued(const char* name, const MachineConfig& config,
                                                   PeWork work) {
  if (work != PeWork::by_products ||
      (config.lanes() <= UINT8_MAX &&
       config.scatter.output_queue_depth <= BankQueues<std::uint8_t>::largest_byte_depth))
    return std::make_unique<OutputQueued<std::uint8_t>>(name, config, work);
  return std::make_unique<OutputQueued<std::uint16_t>>(name, config, work);
}

}  // namespace scnnsim
