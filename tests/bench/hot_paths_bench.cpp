// SPDX-License-Identifier: Apache-2.0
// The loops that a simulation spends its time in, alone and out of the first-level cache.
#include <benchmark/benchmark.h>

#include <random>

#include "models/pe/batched/bank_queues.h"
#include "models/pe/batched/tile_product.h"
#include "tests/bench/measure.h"
#include "traces/compress.h"
#include "traces/convolution.h"

namespace scnnsim {
namespace {

constexpr std::size_t vectors = 6, weight_vectors = 4, lanes = 4, banks = 32;

void set_rate(benchmark::State& state, double multiplies_per_iteration) {
  state.counters["multiplies/s"] = benchmark::Counter(
      multiplies_per_iteration * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

/// The 24 issues of a typical piece, 16 products each. `crowding` of every four activations share a bank.
void bank_queues(benchmark::State& state) {
  std::mt19937 random(1);
  const auto crowding = static_cast<std::size_t>(state.range(0));
  std::vector<std::uint8_t> counts(weight_vectors * 2 * banks, 0);
  for (std::size_t w = 0; w < weight_vectors; ++w)
    for (std::size_t n = 0; n < lanes; ++n) {
      std::uint8_t* pattern = counts.data() + w * 2 * banks + (n < crowding ? 0 : random() % banks);
      ++pattern[0];
      ++pattern[banks];
    }
  std::vector<std::uint16_t> rotations;
  std::vector<std::uint32_t> issue_cycle(weight_vectors + issue_cycle_slack);
  for (std::size_t n = 0; n < vectors * lanes; ++n)
    rotations.push_back(crowding > 0 ? 0 : static_cast<std::uint16_t>(random() % banks));
  const IssueBlock run{0, vectors, 0, weight_vectors};
  const PatternBlocks<std::uint8_t> blocks{
      {&run, 1, false, issue_cycle.data()}, counts.data(), 2 * banks, rotations.data(), lanes};
  BankQueues queues(banks, 8);
  for (auto _ : state) benchmark::DoNotOptimize(queues.run(blocks));
  set_rate(state, vectors * weight_vectors * lanes * lanes);
}
BENCHMARK(bank_queues)->Arg(0)->Arg(2);

/// One output channel: 552 weights at nine taps on 256 blocks of 23 values in 7 x 7 positions, region 9 x 9.
void tile_product(benchmark::State& state) {
  constexpr std::size_t length = 61, region = 81, channels = 256, words = 552, taps = 9, values = 23;
  std::mt19937 random(2);
  DenseBlocks blocks;
  blocks.reset(channels, length);
  for (std::size_t c = 0; c < channels; ++c)
    for (std::size_t n = 0; n < values; ++n) blocks.block(c)[random() % length] = 3;
  const auto position = [&] {
    return static_cast<std::uint32_t>(blocks.layout().position(random() % channels));
  };
  std::vector<WeightPair> pairs;
  std::vector<WeightRun> runs;
  for (std::uint32_t tap = 0; tap < taps; ++tap) {
    for (std::size_t n = 0; n < words / taps; n += 2)
      pairs.push_back({position(), position(), static_cast<std::uint32_t>(random())});
    runs.push_back({tap / 3 * 9 + tap % 3, static_cast<std::uint32_t>(pairs.size())});
  }
  std::vector<std::int32_t> sums(region + DenseBlocks::simd_slack, 0);
  for (auto _ : state) {
    add_tile_products(sums.data(), length, blocks.values(), pairs, runs);
    benchmark::ClobberMemory();
  }
  set_rate(state, words * values);
}
BENCHMARK(tile_product);

/// The reference that verification compares with; multiplies are those of non-zero pairs.
void reference_convolution(benchmark::State& state) {
  const BenchLayer layer = square_layer(64, 64, 56);
  for (auto _ : state) benchmark::DoNotOptimize(convolve(layer.description, layer.tensors));
  set_rate(state, static_cast<double>(layer.description.shape.dense_macs()) * 0.24 * 0.47);
}
BENCHMARK(reference_convolution);

void compress_block(benchmark::State& state) {
  std::mt19937 random(3);
  std::vector<std::int16_t> values(49);
  for (std::int16_t& value : values) value = static_cast<std::int16_t>(random() % 100 < 47);
  for (auto _ : state) benchmark::DoNotOptimize(compress(values.data(), values.size(), 4));
}
BENCHMARK(compress_block);

}  // namespace
}  // namespace scnnsim
