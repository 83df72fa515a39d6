// SPDX-License-Identifier: Apache-2.0
#include "models/pe/scatter/scatter_network.h"

namespace scnnsim {
namespace {

/// A queue behind each multiplier lane. Each bank grants one of the lanes whose head asks for it, the first
/// at or after its pointer; a head that is not granted blocks its lane.
class InputQueued : public ScatterNetwork {
 public:
  InputQueued(const char* name, const MachineConfig& config)
      : ScatterNetwork(name),
        depth_(config.scatter.input_queue_depth),
        lanes_(config.lanes()),
        slots_(std::size_t{lanes_} * depth_, 0),
        head_(lanes_, 0),
        length_(lanes_, 0),
        pointer_(config.accumulator.banks, 0),
        granted_(config.accumulator.banks, none) {}

  void load(const ProductBundle& products) override {
    waiting_ = products.count;
    for (std::uint32_t n = 0; n < waiting_; ++n) register_[n] = {products.bank[n], products.lane[n]};
    stats_.transfers += waiting_;
  }

  void step() override {
    accumulate();
    scatter();
  }

  bool register_empty() const override { return waiting_ == 0; }
  bool empty() const override { return waiting_ == 0 && in_queues_ == 0; }
  std::vector<std::uint32_t> queues() const override { return length_; }
  std::uint64_t queued() const override { return in_queues_; }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  /// Distance of `lane` from the pointer of `bank`, in the order of the search.
  std::uint32_t distance(std::uint32_t bank, std::uint32_t lane) const {
    return wrapped(lane + lanes_ - pointer_[bank], lanes_);
  }
  /// index mod size, without a division, for index < 2 x size.
  static std::uint32_t wrapped(std::uint32_t index, std::uint32_t size) {
    return index < size ? index : index - size;
  }
  std::uint16_t head_bank(std::uint32_t lane) const { return slots_[lane * depth_ + head_[lane]]; }

  void accumulate() {
    if (in_queues_ == 0) return;
    asked_.clear();
    for (std::uint32_t lane = 0; lane < lanes_; ++lane) {
      if (length_[lane] == 0) continue;
      const std::uint32_t bank = head_bank(lane);
      if (granted_[bank] == none) asked_.push_back(bank);
      if (granted_[bank] == none || distance(bank, lane) < distance(bank, granted_[bank]))
        granted_[bank] = lane;
    }
    for (const std::uint32_t bank : asked_) {
      const std::uint32_t lane = granted_[bank];
      head_[lane] = wrapped(head_[lane] + 1, depth_);
      --length_[lane];
      pointer_[bank] = wrapped(lane + 1, lanes_);
      granted_[bank] = none;
    }
    in_queues_ -= static_cast<std::uint32_t>(asked_.size());
  }

  void scatter() {
    std::uint32_t kept = 0;
    for (std::uint32_t n = 0; n < waiting_; ++n) {
      const auto [bank, lane] = register_[n];
      if (length_[lane] < depth_)
        slots_[lane * depth_ + wrapped(head_[lane] + length_[lane]++, depth_)] = bank;
      else
        register_[kept++] = register_[n];
    }
    in_queues_ += waiting_ - kept;
    waiting_ = kept;
    if (kept > 0) ++stats_.conflict_cycles;
  }

  struct Product {
    std::uint16_t bank = 0, lane = 0;
  };

  const std::uint32_t depth_, lanes_;
  std::vector<std::uint16_t> slots_;          ///< [lane x depth]: banks, ring buffers
  std::vector<std::uint32_t> head_, length_;  ///< per lane
  std::vector<std::uint32_t> pointer_;        ///< per bank: lane at which the search starts
  std::vector<std::uint32_t> granted_;        ///< per bank: lane granted in this cycle
  std::vector<std::uint32_t> asked_;          ///< banks asked for in this cycle
  std::uint32_t in_queues_ = 0;
  std::array<Product, max_lanes> register_{};
  std::uint32_t waiting_ = 0;
};

}  // namespace

std::unique_ptr<ScatterNetwork> make_input_queued(const char* name, const MachineConfig& config) {
  return std::make_unique<InputQueued>(name, config);
}

}  // namespace scnnsim
