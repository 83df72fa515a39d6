// SPDX-License-Identifier: Apache-2.0
#include "models/pe/scatter_network.h"

namespace scnnsim {
namespace {

/// A queue in front of each bank. A bank takes one product per cycle; a product moves from the register when
/// its bank's queue has room, any number per cycle, in lane order.
class OutputQueued : public ScatterNetwork {
 public:
  OutputQueued(const char* name, const MachineConfig& config)
      : ScatterNetwork(name),
        depth_(static_cast<std::uint8_t>(config.scatter.output_queue_depth)),
        queued_(config.accumulator.banks, 0) {}

  void load(const ProductBundle& products) override {
    waiting_ = products.count;
    for (std::uint32_t n = 0; n < waiting_; ++n) register_[n] = products.bank[n];
    stats_.transfers += waiting_;
  }

  void step() override {
    accumulate();
    scatter();
  }

  bool register_empty() const override { return waiting_ == 0; }
  bool empty() const override { return waiting_ == 0 && in_queues_ == 0; }

 private:
  void accumulate() {
    std::uint32_t busy = 0;
    for (std::uint8_t& queue : queued_) {
      const std::uint8_t takes = queue != 0;
      queue = static_cast<std::uint8_t>(queue - takes);
      busy += takes;
    }
    in_queues_ -= busy;
  }

  void scatter() {
    std::uint32_t kept = 0;
    for (std::uint32_t n = 0; n < waiting_; ++n) {
      std::uint8_t& queue = queued_[register_[n]];
      if (queue < depth_)
        ++queue;
      else
        register_[kept++] = register_[n];
    }
    in_queues_ += waiting_ - kept;
    waiting_ = kept;
    if (kept > 0) ++stats_.conflict_cycles;
  }

  const std::uint8_t depth_;
  std::vector<std::uint8_t> queued_;  ///< products per bank
  std::uint32_t in_queues_ = 0;
  std::array<std::uint16_t, max_lanes> register_{};
  std::uint32_t waiting_ = 0;
};

}  // namespace

std::unique_ptr<ScatterNetwork> make_output_queued(const char* name, const MachineConfig& config) {
  return std::make_unique<OutputQueued>(name, config);
}

}  // namespace scnnsim
