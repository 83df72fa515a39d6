// SPDX-License-Identifier: Apache-2.0
#include "models/pe/activation_ram.h"

namespace scnnsim {

ActivationRam::ActivationRam(const sc_core::sc_module_name& name, std::uint32_t i, bool has_placeholders,
                             FaultTrigger wrong_index)
    : sc_module(name), i_(i), has_placeholders_(has_placeholders), wrong_index_(wrong_index) {}

void ActivationRam::load(const PeTile& tile, const CoordinateUnit& coordinates, bool from_dram) {
  std::size_t words = 0;
  for (const CompressedBlock& block : tile.activations) words += block.size();
  operands_.clear();
  operands_.reserve(words);
  vectors_.clear();
  vectors_.reserve(words / i_ + tile.activations.size());
  blocks_.clear();
  first_vector_.assign(1, 0);
  for (const CompressedBlock& block : tile.activations) {
    const std::size_t values_before = operands_.size();
    decode(wrong_index_.armed() ? corrupted(block) : block, tile.input, coordinates);
    blocks_.push_back({static_cast<std::uint32_t>(block.size()),
                       static_cast<std::uint32_t>(operands_.size() - values_before)});
    first_vector_.push_back(static_cast<std::uint32_t>(vectors_.size()));
    if (from_dram) stats_.writes += block.size();
  }
  point_vectors_at_operands();
}

void ActivationRam::decode(const CompressedBlock& block, const Rectangle& tile,
                           const CoordinateUnit& coordinates) {
  const auto columns = static_cast<std::uint32_t>(tile.columns.size());
  std::uint32_t lane = 0;
  for_each_entry(block, [&](std::size_t position, std::int16_t value) {
    if (lane == 0) vectors_.push_back({});
    OperandVector& vector = vectors_.back();
    ++vector.words;
    const bool is_value = value != 0 || !has_placeholders_;
    if (is_value && position < static_cast<std::size_t>(tile.area())) {
      const auto at = static_cast<std::uint32_t>(position);
      const std::int64_t y = at / columns, x = at % columns;
      operands_.push_back({coordinates.activation_address(y, x), value, static_cast<std::uint16_t>(lane)});
      ++vector.values;
    }
    lane = lane + 1 == i_ ? 0 : lane + 1;
  });
}

/// The operands have stopped moving in memory.
void ActivationRam::point_vectors_at_operands() {
  const Operand* next = operands_.data();
  for (OperandVector& vector : vectors_) {
    vector.operands = next;
    next += vector.values;
  }
}

void ActivationRam::prepare_turns(const CoordinateUnit& coordinates, BankTurns& turns) const {
  turns.clear(coordinates, vectors_.size(), i_);
  for (std::uint32_t channel = 0; channel < blocks_.size(); ++channel) {
    turns.begin_channel();
    for (std::uint32_t n = 0; n < vector_count(channel); ++n) turns.append(vector(channel, n), coordinates);
  }
}

void ActivationRam::forget_vectors() {
  std::vector<Operand>().swap(operands_);
  std::vector<OperandVector>().swap(vectors_);
}

void ActivationRam::lay_out(const CoordinateUnit& coordinates, DenseBlocks& dense) const {
  dense.reset(blocks_.size(), static_cast<std::size_t>(coordinates.block_length()));
  const Operand* operand = operands_.data();
  for (std::size_t channel = 0; channel < blocks_.size(); ++channel) {
    std::int16_t* block = dense.block(channel);
    for (const Operand* end = operand + blocks_[channel].values; operand < end; ++operand)
      block[operand->address] = operand->value;
  }
}

CompressedBlock ActivationRam::corrupted(const CompressedBlock& block) {
  CompressedBlock copy = block;
  for (CompressedEntry& entry : copy)
    if (wrong_index_.hits()) ++entry.zeros_before;
  return copy;
}

}  // namespace scnnsim
