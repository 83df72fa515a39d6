// SPDX-License-Identifier: Apache-2.0
#include "models/pe/scatter/scatter_network.h"

namespace scnnsim {
namespace {

/// No contention: every product reaches its bank in the cycle after it left the register.
class Ideal : public ScatterNetwork {
 public:
  using ScatterNetwork::ScatterNetwork;

  void load(const ProductBundle& products) override {
    waiting_ = products.count;
    stats_.transfers += waiting_;
  }
  void step() override {
    in_network_ = waiting_;
    waiting_ = 0;
  }
  bool register_empty() const override { return waiting_ == 0; }
  bool empty() const override { return waiting_ == 0 && in_network_ == 0; }

 private:
  std::uint32_t waiting_ = 0, in_network_ = 0;
};

}  // namespace

std::unique_ptr<ScatterNetwork> make_ideal(const char* name, const MachineConfig&) {
  return std::make_unique<Ideal>(name);
}

}  // namespace scnnsim
