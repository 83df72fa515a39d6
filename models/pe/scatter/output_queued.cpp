// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <vector>

#include "models/pe/scatter/scatter_network.h"

namespace scnnsim {
namespace {

/// A queue in front of each bank. A bank takes one product per cycle. A product moves from the output
/// register when its bank's queue has room, any number per cycle, in lane order. So a product that is issued
/// in cycle t enters its queue in t + 1 and reaches its bank in t + 2, if nothing is before it.
class OutputQueued : public ScatterNetwork {
 public:
  OutputQueued(const char* name, const MachineConfig& config)
      : ScatterNetwork(name),
        depth_(config.scatter.output_queue_depth),
        queued_(config.accumulator.banks, 0) {}

  void load(const ProductBundle& products) override {
    waiting_ = products.count;
    for (std::uint32_t n = 0; n < waiting_; ++n) register_[n] = products.bank[n];
    stats_.transfers += waiting_;
  }

  void step() override {
    if (empty()) return;
    for (std::uint32_t& products : queued_) {  // 2. Accumulate: a product reaches its bank
      if (products == 0) continue;
      --products;
      --in_queues_;
    }
    std::uint32_t kept = 0;
    for (std::uint32_t n = 0; n < waiting_; ++n) {  // 3. Scatter
      std::uint32_t& products = queued_[register_[n]];
      if (products < depth_)
        ++products;
      else
        register_[kept++] = register_[n];
    }
    in_queues_ += waiting_ - kept;
    waiting_ = kept;
    if (kept > 0) ++stats_.conflict_cycles;
  }

  bool register_empty() const override { return waiting_ == 0; }
  bool empty() const override { return waiting_ == 0 && in_queues_ == 0; }
  std::vector<std::uint32_t> queues() const override { return queued_; }
  std::uint64_t queued() const override { return in_queues_; }

 private:
  const std::uint32_t depth_;
  std::vector<std::uint32_t> queued_;                ///< products in the queue of each bank
  std::uint32_t in_queues_ = 0;                      ///< products in all queues
  std::array<std::uint16_t, max_lanes> register_{};  ///< bank of each product that waits, in lane order
  std::uint32_t waiting_ = 0;
};

}  // namespace

std::unique_ptr<ScatterNetwork> make_output_queued(const char* name, const MachineConfig& config) {
  return std::make_unique<OutputQueued>(name, config);
}

}  // namespace scnnsim
