// SPDX-License-Identifier: Apache-2.0
// The dense machines (SCNN table 6) and SCNN(oracle) on random layers, against the polling model of
// tests/reference/ and plain formulas. SCNNSIM_RANDOM_CASES sets how many.
#include <gtest/gtest.h>

#include <algorithm>

#include "sim/architectures/architecture.h"
#include "sim/architectures/dense.h"
#include "sim/architectures/structured.h"
#include "sim/mapping/tiling.h"
#include "sim/mapping/unit_layer.h"
#include "tests/random/compare_results.h"
#include "tests/random/random_layers.h"
#include "tests/reference/dense_machine.h"
#include "tests/reference/lockstep_machine.h"
#include "tests/reference/unit_layer.h"

namespace scnnsim {
namespace {

/// With an SRAM that about half of the layers exceed.
lockstep::RandomCase random_case(std::uint64_t seed) {
  lockstep::RandomCase random = lockstep::random_case(seed);
  random.config.dcnn.sram_bytes = 64u << (seed % 12);
  random.text += " dcnn.sram_bytes=" + std::to_string(random.config.dcnn.sram_bytes);
  return random;
}

LayerResult run(const lockstep::RandomCase& random, DenseKind kind) {
  return simulate_dense_layer(random.config, random.layer, random.tensors, {}, kind);
}

TEST(DenseMachines, CountWhatThePollingModelCounts) {
  for (std::uint64_t seed = 9'000'000; seed < 9'000'000 + random_cases(200); ++seed) {
    const lockstep::RandomCase random = random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    for (const DenseKind kind : {DenseKind::plain, DenseKind::gated})
      expect_equal_counts(run(random, kind), lockstep::simulate_dense_machine(
                                                 random.config, random.layer, random.tensors,
                                                 kind == DenseKind::gated ? lockstep::DenseVariant::compressed
                                                                          : lockstep::DenseVariant::plain));
    if (HasFailure()) return;
  }
}

template <class Simulation>
LayerResult run_structured(const lockstep::RandomCase& random) {
  SharedLayer shared(random.layer, random.tensors);
  SimulationOptions options;
  options.verify = true;
  return Simulation(random.config, shared, options).run();
}

// Half of the cases lose a filter and an input channel to begin with.
TEST(DenseMachines, StructuredMachinesCountWhatThePollingModelCounts) {
  std::uint64_t compacted = 0, n_of_m = 0;
  for (std::uint64_t seed = 14'000'000; seed < 14'000'000 + random_cases(200); ++seed) {
    lockstep::RandomCase random = random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const LayerShape& shape = random.layer.shape;
    const std::size_t channels = shape.channels_per_group(), taps = std::size_t{shape.R} * shape.S;
    for (std::size_t i = 0; seed % 2 == 0 && i < random.tensors.weights.size(); ++i)
      if (i / taps / channels == 0 || i / taps % channels == 0) random.tensors.weights.data[i] = 0;
    if (seed % 3 == 0) {  // the last input channel is dead
      const std::size_t plane = std::size_t{shape.H} * shape.W;
      random.tensors.dead_inputs.resize(shape.C, false);
      random.tensors.dead_inputs.back() = true;
      std::fill_n(random.tensors.activations.data.rbegin(), plane, std::int16_t{0});
      random.tensors.output.reset();
    }
    const LayerResult structured = run_structured<StructuredSimulation>(random);
    expect_equal_counts(structured,
                        lockstep::simulate_dense_machine(random.config, random.layer, random.tensors,
                                                         lockstep::DenseVariant::structured));
    const LayerResult by_places = run_structured<NOfMSimulation>(random);
    expect_equal_counts(by_places,
                        lockstep::simulate_dense_machine(random.config, random.layer, random.tensors,
                                                         lockstep::DenseVariant::n_of_m));
    EXPECT_EQ(structured.verified, Verified::yes) << structured.first_mismatch;
    EXPECT_EQ(by_places.verified, Verified::yes) << by_places.first_mismatch;
    EXPECT_EQ(structured.dense_macs, shape.dense_macs());
    compacted += structured.multiplies < structured.dense_macs;
    n_of_m += by_places.multiplies < by_places.dense_macs;
    if (HasFailure()) return;
  }
  EXPECT_GT(compacted, random_cases(200) / 8);
  EXPECT_GT(n_of_m, random_cases(200) / 50);
}

// One multiply per operation of the dense convolution, padding included; gated are those that meet a zero.
TEST(DenseMachines, GatedMultipliesAreThoseWithAZeroOperand) {
  for (std::uint64_t seed = 10'000'000; seed < 10'000'000 + random_cases(200); ++seed) {
    const lockstep::RandomCase random = random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const LayerShape& shape = random.layer.shape;
    const std::uint64_t macs =
        std::uint64_t{shape.K} * shape.P() * shape.Q() * shape.channels_per_group() * shape.R * shape.S;
    const LayerResult plain = run(random, DenseKind::plain), gated = run(random, DenseKind::gated);
    EXPECT_EQ(plain.multiplies, macs);
    EXPECT_EQ(plain.gated_multiplies, 0u);
    EXPECT_EQ(plain.weight_fifo_reads, macs);
    EXPECT_EQ(gated.multiplies, macs);
    EXPECT_EQ(gated.gated_multiplies, macs - lockstep::effectual_products(random.layer, random.tensors));
    LayerTensors all_weights = random.tensors;
    std::fill(all_weights.weights.data.begin(), all_weights.weights.data.end(), std::int16_t{1});
    EXPECT_EQ(gated.weight_fifo_reads, lockstep::effectual_products(random.layer, all_weights));
    EXPECT_EQ(gated.cycles, plain.cycles);
    EXPECT_EQ(gated.pe_cycles, plain.pe_cycles);
    if (HasFailure()) return;
  }
}

// What has to be computed does not depend on the machine.
TEST(DenseMachines, EffectualProductsAreTheSameOnEveryMachine) {
  for (std::uint64_t seed = 12'500'000; seed < 12'500'000 + random_cases(60); ++seed) {
    const lockstep::RandomCase random = random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const std::uint64_t effectual = lockstep::effectual_products(random.layer, random.tensors);
    EXPECT_EQ(run(random, DenseKind::plain).effectual_multiplies, effectual);
    EXPECT_EQ(run(random, DenseKind::gated).effectual_multiplies, effectual);
    EXPECT_EQ(run_structured<StructuredSimulation>(random).effectual_multiplies, effectual);
    EXPECT_EQ(run_structured<NOfMSimulation>(random).effectual_multiplies, effectual);
    EXPECT_EQ(simulate_layer(random.config, random.layer, random.tensors).effectual_multiplies, effectual);
    EXPECT_EQ(SharedLayer(random.layer, random.tensors).effectual_multiplies(), effectual);
    if (HasFailure()) return;
  }
}

/// Outputs of the PE that owns most, whose tile is ceil(P / rows) x ceil(Q / columns).
std::uint64_t largest_tile(const MachineConfig& config, const LayerShape& shape) {
  const auto divide_up = [](std::uint64_t a, std::uint64_t b) { return (a + b - 1) / b; };
  return divide_up(shape.P(), config.pe_array.rows) * divide_up(shape.Q(), config.pe_array.columns);
}

// The plain formula: on chip, with DRAM and PPU out of the way, a PE tile takes height x width x K x R x
// S x ceil(C / 16) cycles. The first weights come in cycle 3, and every OCG takes longer than the next one's
// weights; the last OCG's outputs leave after it.
TEST(DenseMachines, OnChipLayersTakeTheCyclesOfThePlainFormula) {
  std::uint64_t compared = 0;
  for (std::uint64_t seed = 11'000'000; seed < 11'000'000 + random_cases(200); ++seed) {
    lockstep::RandomCase random = random_case(seed);
    const LayerShape& shape = random.layer.shape;
    MachineConfig& config = random.config;
    config.pe_array.tiling = PeTiling::ceil;
    config.dram.bandwidth = 100000;
    config.dram.latency = 1;
    config.clock.frequency = 1;
    config.dcnn.sram_bytes = 1u << 30;
    config.ppu.entries_per_cycle = 1024;
    random.layer.input = InputLocation::on_chip;
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const std::uint64_t lanes = config.multiplier_array.f * config.multiplier_array.i;
    const std::uint64_t tile = largest_tile(config, shape);
    const std::uint64_t per_output =
        std::uint64_t{shape.R} * shape.S * ((shape.channels_per_group() + lanes - 1) / lanes);
    const std::uint64_t filters = shape.filters_per_group(), kc = largest_kc(config, unit_geometry(shape));
    const std::uint64_t last = filters % kc == 0 ? kc : filters % kc;
    const bool strided = shape.stride_h > 1 || shape.stride_w > 1;
    if (strided || tile * per_output * std::min(last, kc) < 3) continue;
    ++compared;
    const LayerResult result = run(random, DenseKind::plain);
    const std::uint64_t computing = tile * shape.K * per_output;
    const std::uint64_t draining = (tile * std::min(last, kc) + 1023) / 1024;
    EXPECT_EQ(result.cycles, 3 + computing + draining);
    EXPECT_EQ(result.dram_input_bytes + result.dram_output_bytes, 0u);
    if (HasFailure()) return;
  }
  EXPECT_GT(compared, random_cases(200) / 3);
}

TEST(DenseMachines, OutputDensityIsThatOfWhatIsWritten) {
  for (std::uint64_t seed = 12'000'000; seed < 12'000'000 + random_cases(200) / 4; ++seed) {
    const lockstep::RandomCase random = random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const Tensor<std::int64_t> sums = lockstep::plain_convolution(random.layer, random.tensors);
    const auto nonzeros = std::count_if(sums.data.begin(), sums.data.end(), [&](std::int64_t sum) {
      return lockstep::requantised(sum, random.layer, random.config.multiplier_array.operand_bits) != 0;
    });
    const LayerResult result = run(random, DenseKind::plain);
    EXPECT_EQ(result.output_density, random.tensors.written
                                         ? density(*random.tensors.written)
                                         : static_cast<double>(nonzeros) / static_cast<double>(sums.size()));
    EXPECT_EQ(result.verified, Verified::off);
    if (HasFailure()) return;
  }
}

TEST(Oracle, TakesTheCyclesOfItsMultipliesOnMultipliersThatNeverWait) {
  for (std::uint64_t seed = 13'000'000; seed < 13'000'000 + random_cases(200) / 4; ++seed) {
    const lockstep::RandomCase random = lockstep::random_case(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.text);
    const MachineConfig& config = random.config;
    const LayerResult scnn = simulate_layer(config, random.layer, random.tensors);
    const LayerResult oracle = oracle_of(scnn);
    const std::uint64_t pes = config.pe_array.rows * config.pe_array.columns;
    const std::uint64_t multipliers = pes * config.multiplier_array.f * config.multiplier_array.i;
    const std::uint64_t multiplies = lockstep::simulate(config, random.layer, random.tensors).multiplies;
    EXPECT_EQ(oracle.cycles, (multiplies + multipliers - 1) / multipliers);
    EXPECT_EQ(oracle.owned_by(CycleOwner::issue), oracle.cycles * pes);
    EXPECT_LE(oracle.cycles, scnn.cycles);
    EXPECT_EQ(oracle.multiplies, multiplies);
    EXPECT_EQ(oracle.memory_references(), scnn.memory_references());
    EXPECT_EQ(oracle.verified, Verified::yes);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace scnnsim
