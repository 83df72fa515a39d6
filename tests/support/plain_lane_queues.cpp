// SPDX-License-Identifier: Apache-2.0
#include "tests/support/plain_lane_queues.h"

#include <iterator>

namespace scnnsim {

LaneCase::LaneCase(std::mt19937& random, std::size_t f, std::size_t i, std::size_t of_banks)
    : F(f), I(i), banks(of_banks), weights(random() % 6 + 1), activations(random() % 9 + 1) {
  const std::size_t different = random() % 3 == 0 ? 2 : banks;  // banks that are asked for
  const auto fill = [&](std::vector<std::vector<Word>>& vectors, std::size_t lanes) {
    for (std::vector<Word>& vector : vectors)
      for (std::size_t lane = 0; lane < lanes; ++lane)
        if (random() % 4 != 0) vector.push_back({lane, random() % different});
  };
  fill(weights, F);
  fill(activations, I);
}

std::vector<LaneCase::Word> LaneCase::products(std::size_t a, std::size_t w) const {
  std::vector<Word> all;
  for (const Word& weight : weights[w])
    for (const Word& activation : activations[a])
      all.push_back({weight.lane * I + activation.lane, (weight.bank + banks - activation.bank) % banks});
  return all;
}

void PlainLaneQueues::step() {
  std::vector<std::size_t> granted;
  for (std::size_t bank = 0; bank < pointer.size(); ++bank)
    for (std::size_t n = 0; n < lanes.size(); ++n) {
      const std::size_t lane = (pointer[bank] + n) % lanes.size();
      if (lanes[lane].empty() || lanes[lane].front() != bank) continue;
      granted.push_back(lane);
      pointer[bank] = (lane + 1) % lanes.size();
      break;
    }
  for (const std::size_t lane : granted) lanes[lane].pop_front();
  for (auto product = waiting.begin(); product != waiting.end();) {
    const bool moves = lanes[product->first].size() < depth;
    if (moves) lanes[product->first].push_back(product->second);
    product = moves ? waiting.erase(product) : std::next(product);
  }
}

std::uint64_t PlainLaneQueues::run(const LaneCase& example, const std::vector<IssueBlock>& runs, bool ready,
                                   std::uint64_t& conflicts, std::vector<std::uint32_t>& issue_cycle) {
  std::uint64_t cycle = 0;
  for (const IssueBlock& run : runs)
    for (std::size_t a = 0; a < run.activation_vectors; ++a)
      for (std::size_t w = run.first_weight; w < run.first_weight + run.weight_vectors; ++w, ready = false) {
        for (bool go = ready; !go; go = waiting.empty()) {
          step();
          ++cycle;
          if (!waiting.empty()) ++conflicts;
        }
        for (const LaneCase::Word& product : example.products(a, w)) waiting[product.lane] = product.bank;
        issue_cycle[w] = static_cast<std::uint32_t>(cycle);
      }
  return cycle;
}

}  // namespace scnnsim
