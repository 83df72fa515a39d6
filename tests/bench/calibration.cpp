// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/calibration.h"

#include <array>
#include <cstdint>
#include <vector>

#include "tests/bench/measure.h"

namespace scnnsim {
namespace {

constexpr std::uint32_t banks = 32, lanes = 4, addresses = 1024, issues = 4'000'000;

struct Operand {
  std::uint32_t address;
  std::int32_t value;
};

/// A fixed sequence, by a linear congruential generator.
std::vector<Operand> operands(std::uint32_t count, std::uint32_t largest_address, std::uint32_t state) {
  std::vector<Operand> list;
  for (std::uint32_t n = 0; n < count; ++n) {
    state = state * 1664525u + 1013904223u;
    list.push_back({(state >> 10) % largest_address, static_cast<std::int32_t>(state >> 24) - 128});
  }
  return list;
}

}  // namespace

double calibration_speed() {
  constexpr std::uint32_t vectors = 256;
  const std::vector<Operand> weights = operands(vectors * lanes, addresses / 2, 1),
                             activations = operands(vectors * lanes, addresses / 2, 2);
  std::array<std::uint32_t, banks> queue{};
  std::vector<std::int64_t> sums(addresses, 0);
  std::uint64_t cycles = 0;
  const double start = cpu_seconds();
  for (std::uint32_t issue = 0; issue < issues; ++issue) {
    const Operand* weight = &weights[issue % vectors * lanes];
    const Operand* activation = &activations[issue / vectors % vectors * lanes];
    std::uint32_t fullest = 0;
    for (std::uint32_t& waiting : queue) waiting -= waiting > 0;
    for (std::uint32_t w = 0; w < lanes; ++w)
      for (std::uint32_t a = 0; a < lanes; ++a) {
        const std::uint32_t address = weight[w].address + activation[a].address;
        sums[address] += std::int64_t{weight[w].value} * activation[a].value;
        const std::uint32_t waiting = ++queue[address % banks];
        if (waiting > fullest) fullest = waiting;
      }
    for (; fullest > 8; --fullest, ++cycles)
      for (std::uint32_t& waiting : queue) waiting -= waiting > 0;
  }
  const double seconds = cpu_seconds() - start;
  volatile std::int64_t used = sums[cycles % addresses];  // keeps the work
  static_cast<void>(used);
  return double{issues} * lanes * lanes / seconds;
}

}  // namespace scnnsim
