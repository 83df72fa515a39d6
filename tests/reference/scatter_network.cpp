// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/processing_element.h"

namespace scnnsim::lockstep {

ScatterNetwork::ScatterNetwork(const MachineConfig& config)
    : policy_(config.scatter.policy),
      queue_depth_(policy_ == ScatterPolicy::input_queued ? config.scatter.input_queue_depth
                                                          : config.scatter.output_queue_depth),
      queues_(policy_ == ScatterPolicy::input_queued ? config.lanes() : config.accumulator.banks),
      pointers_(config.accumulator.banks) {}

void ScatterNetwork::accumulate(const std::function<void(const Product&)>& accumulate) {
  switch (policy_) {
    case ScatterPolicy::output_queued:
      if (waiting_ == 0) return;
      for (auto& queue : queues_) {
        if (queue.empty()) continue;
        accumulate(queue.front());
        queue.pop_front();
        --waiting_;
      }
      return;
    case ScatterPolicy::input_queued:
      if (waiting_ > 0) grant_from_lanes(accumulate);
      return;
    case ScatterPolicy::ideal:
      for (const Product& product : network_) accumulate(product);
      network_.clear();
      waiting_ = 0;
      return;
    case ScatterPolicy::serialized: {
      std::vector<bool> bank_is_busy(pointers_.size());
      std::vector<Product> left;
      for (const Product& product : output_register) {
        if (bank_is_busy[product.bank]) {
          left.push_back(product);
        } else {
          bank_is_busy[product.bank] = true;
          accumulate(product);
        }
      }
      output_register = left;
      return;
    }
  }
}

void ScatterNetwork::grant_from_lanes(const std::function<void(const Product&)>& accumulate) {
  const std::size_t lanes = queues_.size();
  std::vector<bool> granted(lanes);  // heads are looked at before any of them leaves
  for (std::size_t asking = 0; asking < lanes; ++asking) {
    if (queues_[asking].empty()) continue;
    const std::size_t bank = queues_[asking].front().bank;
    // The bank this lane asks for looks from its pointer on; the lane is granted if no other comes first.
    std::size_t lane = pointers_[bank];
    while (queues_[lane].empty() || queues_[lane].front().bank != bank) lane = (lane + 1) % lanes;
    granted[asking] = lane == asking;
  }
  for (std::size_t lane = 0; lane < lanes; ++lane)
    if (granted[lane]) {
      pointers_[queues_[lane].front().bank] = (lane + 1) % lanes;
      accumulate(queues_[lane].front());
      queues_[lane].pop_front();
      --waiting_;
    }
}

void ScatterNetwork::scatter() {
  if (policy_ == ScatterPolicy::serialized) return;
  std::vector<Product> left;
  for (const Product& product : output_register) {
    if (policy_ == ScatterPolicy::ideal) {
      network_.push_back(product);
    } else {
      auto& queue = queues_[policy_ == ScatterPolicy::input_queued ? product.lane : product.bank];
      if (queue.size() >= queue_depth_) {
        left.push_back(product);
        continue;
      }
      queue.push_back(product);
    }
    ++waiting_;
  }
  output_register = left;
}

}  // namespace scnnsim::lockstep
