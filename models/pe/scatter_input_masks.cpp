// SPDX-License-Identifier: Apache-2.0
// The input-queued policy for work by whole vectors: the same cycles as scatter_input_queued.cpp, which stays
// the reference. The lanes are bits of a word, so that a bank finds the lane it grants, and the register the
// lanes with room, without looking at each.
#include "models/pe/issue_positions.h"
#include "models/pe/scatter_network.h"

namespace scnnsim {
namespace {

using Lanes = std::uint64_t;  ///< a bit per lane

/// Calls visit(bit) for the bits that are set, lowest first.
template <class Visit>
void for_each_bit(std::uint64_t word, Visit&& visit) {
  for (; word != 0; word &= word - 1) visit(static_cast<std::uint32_t>(__builtin_ctzll(word)));
}

std::uint32_t power_of_two_from(std::uint32_t least) {
  std::uint32_t power = 1;
  while (power < least) power *= 2;
  return power;
}

class InputMasks : public ScatterNetwork {
 public:
  InputMasks(const char* name, const MachineConfig& config)
      : ScatterNetwork(name),
        lanes_(config.lanes()),
        depth_(config.scatter.input_queue_depth),
        slots_per_lane_(power_of_two_from(depth_)),
        slots_(std::size_t{lanes_} * slots_per_lane_),
        queues_(lanes_),
        asking_(config.accumulator.banks, 0),
        pointer_(config.accumulator.banks, 0),
        asked_((config.accumulator.banks + 63) / 64, 0) {}

  void load(const ProductBundle& products) override {
    for (std::uint32_t n = 0; n < products.count; ++n) put(products.lane[n], products.bank[n]);
    stats_.transfers += products.count;
  }

  void step() override {
    accumulate();
    scatter();
  }

  std::uint64_t run_positions(const PositionRun& run) override {
    std::uint64_t cycle = 0;
    bool ready = run.register_ready;
    for (std::size_t a = 0; a < run.activation_vectors; ++a)
      for (std::size_t w = 0; w < run.weight_vectors; ++w) {
        for (; !ready; ready = register_empty()) {
          ++cycle;
          step();
        }
        const std::uint32_t count =
            run.issues->form(run.first_activation + a, run.first_weight + w, products_);
        for (std::uint32_t n = 0; n < count; ++n) put(products_[n].lane, products_[n].bank);
        ready = false;
        run.issue_cycle[w] = static_cast<std::uint32_t>(cycle);
      }
    return cycle;
  }

  bool register_empty() const override { return waiting_ == 0; }
  bool empty() const override { return waiting_ == 0 && in_queues_ == 0; }

 private:
  static Lanes bit(std::uint32_t lane) { return Lanes{1} << lane; }

  void put(std::uint16_t lane, std::uint16_t bank) {
    register_[lane] = bank;
    waiting_ |= bit(lane);
  }
  /// The head of the lane's queue asks for the bank, if there `is_head`. No branch: it could not be foreseen.
  void ask(std::uint32_t lane, std::uint16_t bank, bool is_head) {
    asking_[bank] |= Lanes{is_head} << lane;
    asked_[bank / 64] |= std::uint64_t{is_head} << bank % 64;
  }

  /// Each bank grants the first lane at or after its pointer; then the next heads ask.
  void accumulate() {
    Lanes granted = 0;
    for (std::size_t word = 0; word < asked_.size(); ++word)
      for_each_bit(asked_[word], [&](std::uint32_t b) {
        const std::size_t bank = word * 64 + b;
        const Lanes asking = asking_[bank], from_pointer = asking >> pointer_[bank] << pointer_[bank];
        const Lanes first = from_pointer != 0 ? from_pointer : asking;
        const auto lane = static_cast<std::uint32_t>(__builtin_ctzll(first));
        granted |= bit(lane);
        asking_[bank] = asking & ~bit(lane);
        asked_[word] ^= std::uint64_t{asking_[bank] == 0} << b;
        pointer_[bank] = static_cast<std::uint8_t>(lane + 1 == lanes_ ? 0 : lane + 1);
      });
    for_each_bit(granted, [&](std::uint32_t lane) {
      Queue& queue = queues_[lane];
      --queue.length;
      ask(lane, slot(lane, ++queue.head), queue.length > 0);
    });
    in_queues_ -= static_cast<std::uint32_t>(__builtin_popcountll(granted));
    full_ &= ~granted;
  }

  /// Products move from the register into the lanes' queues that have room.
  void scatter() {
    const Lanes moving = waiting_ & ~full_;
    for_each_bit(moving, [&](std::uint32_t lane) {
      Queue& queue = queues_[lane];
      slot(lane, queue.head + queue.length) = register_[lane];
      ask(lane, register_[lane], queue.length == 0);
      ++queue.length;
      full_ |= Lanes{queue.length == depth_} << lane;
    });
    in_queues_ += static_cast<std::uint32_t>(__builtin_popcountll(moving));
    waiting_ ^= moving;
    if (waiting_ != 0) ++stats_.conflict_cycles;
  }

  std::uint16_t& slot(std::uint32_t lane, std::uint32_t number) {
    return slots_[lane * slots_per_lane_ + (number & (slots_per_lane_ - 1))];
  }

  struct Queue {
    std::uint32_t head = 0;  ///< counted on and on; a slot's number modulo the slots per lane
    std::uint32_t length = 0;
  };

  const std::uint32_t lanes_, depth_, slots_per_lane_;
  std::vector<std::uint16_t> slots_;   ///< [lane x slots]: banks, ring buffers
  std::vector<Queue> queues_;          ///< per lane
  Lanes full_ = 0;                     ///< whose queues are
  std::vector<Lanes> asking_;          ///< per bank: whose heads ask for it
  std::vector<std::uint8_t> pointer_;  ///< per bank: lane at which it starts to look
  std::vector<std::uint64_t> asked_;   ///< a bit per bank: some head asks for it
  std::uint32_t in_queues_ = 0;
  std::array<std::uint16_t, input_mask_lanes> register_{};  ///< per lane: bank of its product
  Lanes waiting_ = 0;                                       ///< lanes with a product in the register
  IssuePositions::Products products_;
};

}  // namespace

std::unique_ptr<ScatterNetwork> make_input_masks(const char* name, const MachineConfig& config) {
  return std::make_unique<InputMasks>(name, config);
}

}  // namespace scnnsim
