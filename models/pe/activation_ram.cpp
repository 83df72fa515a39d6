// SPDX-License-Identifier: Apache-2.0
#include "models/pe/activation_ram.h"

namespace scnnsim {

ActivationRam::ActivationRam(const sc_core::sc_module_name& name, bool has_placeholders,
                             FaultTrigger wrong_index)
    : sc_module(name), has_placeholders_(has_placeholders), wrong_index_(wrong_index) {}

void ActivationRam::load(const PeTile& tile, bool from_dram) {
  blocks_ = &tile.activations;
  positions_ = static_cast<std::size_t>(tile.input.area());
  if (wrong_index_.armed()) {
    corrupted_.clear();
    for (const CompressedBlock& block : tile.activations) corrupted_.push_back(corrupted(block));
    blocks_ = &corrupted_;
  }
  if (from_dram)
    for (const CompressedBlock& block : *blocks_) stats_.writes += block.size();
}

CompressedBlock ActivationRam::corrupted(const CompressedBlock& block) {
  CompressedBlock copy = block;
  for (CompressedEntry& entry : copy)
    if (wrong_index_.hits()) ++entry.zeros_before;
  return copy;
}

}  // namespace scnnsim
