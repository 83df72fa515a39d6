// SPDX-License-Identifier: Apache-2.0
// Whole layers: mapping and machine, with and without verification, under every scatter policy.
#include <benchmark/benchmark.h>

#include "tests/bench/measure.h"

namespace scnnsim {
namespace {

void simulate(benchmark::State& state, const BenchLayer& layer, bool verify) {
  SimulationOptions options;
  options.verify = verify;
  std::uint64_t multiplies = 0;
  for (auto _ : state) {
    const SimulationTime time = simulate_timed(layer, options);
    state.SetIterationTime(time.seconds);
    multiplies += time.multiplies;
  }
  state.counters["multiplies/s"] =
      benchmark::Counter(static_cast<double>(multiplies), benchmark::Counter::kIsRate);
}

void conv3_2(benchmark::State& state, ScatterPolicy policy, bool verify) {
  static const BenchLayer layer = square_layer(256, 256, 56);
  BenchLayer chosen = layer;
  chosen.config.scatter.policy = policy;
  simulate(state, chosen, verify);
}
BENCHMARK_CAPTURE(conv3_2, output_queued, ScatterPolicy::output_queued, false)->UseManualTime();
BENCHMARK_CAPTURE(conv3_2, output_queued_verified, ScatterPolicy::output_queued, true)->UseManualTime();
BENCHMARK_CAPTURE(conv3_2, input_queued, ScatterPolicy::input_queued, false)->UseManualTime();

void small_layer(benchmark::State& state, ScatterPolicy policy) {
  static const BenchLayer layer = square_layer(64, 64, 28);
  BenchLayer chosen = layer;
  chosen.config.scatter.policy = policy;
  simulate(state, chosen, true);
}
BENCHMARK_CAPTURE(small_layer, output_queued, ScatterPolicy::output_queued)->UseManualTime();
BENCHMARK_CAPTURE(small_layer, input_queued, ScatterPolicy::input_queued)->UseManualTime();
BENCHMARK_CAPTURE(small_layer, ideal, ScatterPolicy::ideal)->UseManualTime();
BENCHMARK_CAPTURE(small_layer, serialized, ScatterPolicy::serialized)->UseManualTime();

}  // namespace
}  // namespace scnnsim
