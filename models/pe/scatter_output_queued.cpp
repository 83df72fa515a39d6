// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "models/pe/bank_queues.h"
#include "models/pe/scatter_network.h"

namespace scnnsim {
namespace {

/// A queue in front of each bank. A bank takes one product per cycle; a product moves from the register when
/// its bank's queue has room, any number per cycle, in lane order.
template <class Count>
class OutputQueued : public ScatterNetwork {
 public:
  OutputQueued(const char* name, const MachineConfig& config)
      : ScatterNetwork(name), queues_(config.accumulator.banks, config.scatter.output_queue_depth) {}

  void load(const ProductBundle& products) override {
    for (std::uint32_t n = 0; n < products.count; ++n) queues_.add_to_register(products.bank[n]);
    stats_.transfers += products.count;
  }
  void step() override {
    queues_.step();
    if (!queues_.register_empty()) ++stats_.conflict_cycles;
  }
  std::uint64_t run_patterns(const BankRun& run) override {
    std::uint64_t conflicts = 0;
    const std::uint64_t cycles = queues_.run(run, conflicts);
    stats_.conflict_cycles += conflicts;
    return cycles;
  }
  std::uint64_t run_positions(const PositionRun& run) override {
    std::uint64_t conflicts = 0, cycles = 0;
    CountRun batch;
    batch.register_ready = run.register_ready;
    for (std::size_t a = 0; a < run.activation_vectors; ++a)
      for (std::size_t w = 0; w < run.weight_vectors; w += batch.weight_vectors) {
        batch.weight_vectors = std::min(counts_at_once, run.weight_vectors - w);
        count(run, a, w, batch);
        batch.issue_cycle = run.issue_cycle + w;
        const std::uint64_t before = cycles;
        cycles += queues_.run(batch, conflicts);
        for (std::size_t n = 0; n < batch.weight_vectors; ++n)
          batch.issue_cycle[n] += static_cast<std::uint32_t>(before);
        batch.register_ready = false;
      }
    stats_.conflict_cycles += conflicts;
    return cycles;
  }
  bool register_empty() const override { return queues_.register_empty(); }
  bool empty() const override { return queues_.empty(); }

 private:
  static constexpr std::size_t counts_at_once = 32;

  /// The bank counts of the batch's issues.
  void count(const PositionRun& run, std::size_t a, std::size_t w, CountRun& batch) {
    counts_.assign(batch.weight_vectors * queues_.lanes(), 0);
    batch.counts = counts_.data();
    run.issues->count(run.first_activation + a, run.first_weight + w, batch.weight_vectors, counts_.data(),
                      queues_.lanes());
  }

  BankQueues<Count> queues_;
  std::vector<std::uint8_t> counts_;
};

}  // namespace

std::unique_ptr<ScatterNetwork> make_output_queued(const char* name, const MachineConfig& config,
                                                   bool by_vectors) {
  if (by_vectors || (config.lanes() <= UINT8_MAX &&
                     config.scatter.output_queue_depth <= BankQueues<std::uint8_t>::largest_byte_depth))
    return std::make_unique<OutputQueued<std::uint8_t>>(name, config);
  return std::make_unique<OutputQueued<std::uint16_t>>(name, config);
}

}  // namespace scnnsim
