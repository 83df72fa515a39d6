// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "models/pe/scatter/scatter_network.h"

namespace scnnsim {
namespace {

/// No queues: each bank takes one product per cycle from the output register, so an issue holds the register
/// for as many cycles as its fullest bank receives products.
class Serialized : public ScatterNetwork {
 public:
  Serialized(const char* name, const MachineConfig& config)
      : ScatterNetwork(name), received_(config.accumulator.banks, 0) {}

  void load(const ProductBundle& products) override {
    cycles_left_ = 0;
    for (std::uint32_t n = 0; n < products.count; ++n)
      cycles_left_ = std::max(cycles_left_, ++received_[products.bank[n]]);
    for (std::uint32_t n = 0; n < products.count; ++n) received_[products.bank[n]] = 0;
    stats_.transfers += products.count;
  }
  void step() override {
    if (cycles_left_ == 0) return;
    if (--cycles_left_ > 0) ++stats_.conflict_cycles;
  }
  bool register_empty() const override { return cycles_left_ == 0; }
  bool empty() const override { return cycles_left_ == 0; }

 private:
  std::uint32_t cycles_left_ = 0;
  std::vector<std::uint32_t> received_;  ///< per bank, zero between calls
};

}  // namespace

std::unique_ptr<ScatterNetwork> make_serialized(const char* name, const MachineConfig& config) {
  return std::make_unique<Serialized>(name, config);
}

}  // namespace scnnsim
