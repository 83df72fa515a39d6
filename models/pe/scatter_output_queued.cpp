// SPDX-License-Identifier: Apache-2.0
#include "models/pe/bank_queues.h"
#include "models/pe/formed_runs.h"
#include "models/pe/scatter_network.h"

namespace scnnsim {
namespace {

/// A queue in front of each bank. A bank takes one product per cycle; a product moves from the register when
/// its bank's queue has room, any number per cycle, in lane order.
template <class Count>
class OutputQueued : public ScatterNetwork {
 public:
  OutputQueued(const char* name, const MachineConfig& config, PeWork work)
      : ScatterNetwork(name),
        by_patterns_(work == PeWork::by_patterns),
        queues_(config.accumulator.banks, config.scatter.output_queue_depth) {}

  void load(const ProductBundle& products) override {
    for (std::uint32_t n = 0; n < products.count; ++n) queues_.add_to_register(products.bank[n]);
    stats_.transfers += products.count;
  }
  void step() override {
    queues_.step();
    if (!queues_.register_empty()) ++stats_.conflict_cycles;
  }
  std::uint64_t run(const VectorRun& run) override {
    std::uint64_t conflicts = 0;
    const std::uint64_t cycles = by_patterns_ ? queues_.run(run.with(run.piece.counts), conflicts)
                                              : formed_.run(run, queues_, conflicts);
    stats_.conflict_cycles += conflicts;
    return cycles;
  }
  std::uint64_t drain() override {
    std::uint64_t conflicts = 0;
    const std::uint64_t cycles = queues_.drain(conflicts);
    stats_.conflict_cycles += conflicts;
    return cycles;
  }
  bool register_empty() const override { return queues_.register_empty(); }
  bool empty() const override { return queues_.empty(); }

 private:
  const bool by_patterns_;
  BankQueues<Count> queues_;
  FormedRuns<std::uint8_t> formed_;
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
