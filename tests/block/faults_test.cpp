// SPDX-License-Identifier: Apache-2.0
// Verification must see every kind of fault, and a machine that stands still must say who waits for what.
#include <gtest/gtest.h>

#include <random>
#include <tuple>

#include "tests/support/print_parameters.h"
#include "tests/support/tiny_layers.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// 4 channels of 8 x 8 under eight 3 x 3 filters, everything non-zero and positive, on 2 x 2 PEs.
TinyLayer dense_layer() {
  LayerShape shape;
  shape.C = 4;
  shape.K = 8;
  shape.H = shape.W = 8;
  shape.R = shape.S = 3;
  shape.pad_top = shape.pad_left = shape.pad_bottom = shape.pad_right = 1;
  std::vector<std::int16_t> weights(4 * 8 * 9), activations(4 * 64);
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = static_cast<std::int16_t>(1 + i % 13);
  for (std::size_t i = 0; i < activations.size(); ++i) activations[i] = static_cast<std::int16_t>(1 + i % 7);
  return tiny_layer(shape, weights, activations);
}

MachineConfig two_by_two() {
  MachineConfig config;
  config.pe_array.rows = config.pe_array.columns = 2;
  return config;
}

LayerResult run_with(Fault::Kind kind, std::uint32_t pe, std::uint64_t occurrence,
                     EngineKind engine = EngineKind::batched) {
  SimulationOptions options;
  options.engine = engine;
  options.fault = {kind, pe, occurrence};
  return simulate(two_by_two(), dense_layer(), options);
}

struct FaultCase {
  Fault::Kind kind;
  const char* name;
  friend void PrintTo(const FaultCase& fault, std::ostream* out) { *out << fault.name; }
};

/// A fault on either engine.
class FaultsOnBothEngines : public ::testing::TestWithParam<std::tuple<FaultCase, EngineKind>> {};

TEST_P(FaultsOnBothEngines, AreSeenByVerification) {
  const auto [fault, engine] = GetParam();
  for (const std::uint32_t pe : {0u, 3u})
    for (const std::uint64_t occurrence : {0u, 17u}) {
      const LayerResult result = run_with(fault.kind, pe, occurrence, engine);
      EXPECT_EQ(result.verified, Verified::no) << "PE " << pe << ", occurrence " << occurrence;
      EXPECT_NE(result.first_mismatch.find("expected"), std::string::npos) << result.first_mismatch;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, FaultsOnBothEngines,
    ::testing::Combine(::testing::Values(FaultCase{Fault::Kind::drop_product, "DropProduct"},
                                         FaultCase{Fault::Kind::wrong_address, "WrongAddress"},
                                         FaultCase{Fault::Kind::drop_halo_word, "DropHaloWord"},
                                         FaultCase{Fault::Kind::wrong_index, "WrongIndex"}),
                       ::testing::Values(EngineKind::product, EngineKind::batched)),
    [](const auto& test) {
      return std::get<0>(test.param).name +
             std::string(std::get<1>(test.param) == EngineKind::product ? "Product" : "Batched");
    });

/// What a run with a fault of the batched engine throws; empty if it throws nothing.
std::string error_of(Fault::Kind kind, std::uint32_t pe, std::uint64_t occurrence,
                     const MachineConfig& config = two_by_two()) {
  SimulationOptions options;
  options.engine = EngineKind::batched;
  options.fault = {kind, pe, occurrence};
  try {
    simulate(config, dense_layer(), options);
  } catch (const SimulationError& error) {
    return error.what();
  }
  return "";
}

/// Faults that break one of the sums that every run checks, with what the error then says.
class CheckedFaults : public ::testing::TestWithParam<std::tuple<FaultCase, std::string>> {};

TEST_P(CheckedFaults, AreErrorsOfTheRun) {
  const auto [fault, what] = GetParam();
  for (const std::uint32_t pe : {0u, 3u}) {
    const std::string error = error_of(fault.kind, pe, 0);
    EXPECT_NE(error.find(what), std::string::npos) << error;
    EXPECT_NE(error.find(pe == 0 ? "pe_0_0: after step 0 (pass 0), " : "pe_1_1: after step 0 (pass 0), "),
              std::string::npos)
        << error;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, CheckedFaults,
    ::testing::Values(
        std::make_tuple(FaultCase{Fault::Kind::lose_block, "LoseBlock"}, "vector pairs are issued but"),
        std::make_tuple(FaultCase{Fault::Kind::repeat_block, "RepeatBlock"}, "vector pairs are issued but"),
        std::make_tuple(FaultCase{Fault::Kind::miscount_pass, "MiscountPass"},
                        "products are handed to the scatter network but")),
    [](const auto& test) { return std::string(std::get<0>(test.param).name); });

/// With F = I = 1 no product waits: the issues of a batch fill its cycles.
TEST(CheckedFaults, MoreIssuesThanCyclesAreErrorsOfTheRun) {
  MachineConfig config = two_by_two();
  config.multiplier_array.f = config.multiplier_array.i = 1;
  for (const std::uint32_t pe : {0u, 3u}) {
    const std::string error = error_of(Fault::Kind::lose_cycle, pe, 0, config);
    EXPECT_NE(error.find(pe == 0 ? "pe_0_0: " : "pe_1_1: "), std::string::npos) << error;
    EXPECT_NE(error.find("vector pairs are issued in cycles"), std::string::npos) << error;
  }
}

TEST(CheckedFaults, StepsThatEndBeforeTheirLastCycleAreErrorsOfTheRun) {
  for (const std::uint32_t pe : {0u, 3u}) {
    const std::string error = error_of(Fault::Kind::end_early, pe, 0);
    EXPECT_NE(error.find(pe == 0 ? "pe_0_0: step 0 ends before cycle" : "pe_1_1: step 0 ends before cycle"),
              std::string::npos)
        << error;
  }
}

/// Where products are formed one by one, the totals of a pass are compared with the products that are merged.
TEST(CheckedFaults, WrongTotalsAreErrorsOfTheRunWithoutBankPatterns) {
  MachineConfig config = two_by_two();
  config.accumulator.bank_hash = BankHash::xor_;
  EXPECT_NE(error_of(Fault::Kind::miscount_pass, 0, 0, config).find("1 products are merged but 0 may be"),
            std::string::npos);
}

/// 16 OCGs whose numbers of weights differ, so that patterns of the step before hold other weights.
TEST(CheckedFaults, StalePatternsAreErrorsOfTheRun) {
  TinyLayer layer = dense_layer();
  std::fill_n(layer.tensors.weights.data.begin(), 4 * 4 * 9, std::int16_t{0});
  for (std::size_t n = 0; n < 4 * 4 * 9; n += 5) layer.tensors.weights.data[n] = 1;
  MachineConfig config = two_by_two();
  config.mapping.kc = 4;
  SimulationOptions options;
  options.engine = EngineKind::batched;
  options.fault = {Fault::Kind::stale_patterns, 0, 1};
  try {
    simulate(config, layer, options);
    FAIL() << "the fault was not seen";
  } catch (const SimulationError& error) {
    EXPECT_NE(std::string(error.what()).find("products are handed to the scatter network but"),
              std::string::npos)
        << error.what();
  }
}

/// Faults that change timing alone keep all sums and counts: only a comparison of both engines sees them.
class TimingFaults : public ::testing::TestWithParam<FaultCase> {};

TEST_P(TimingFaults, AreSeenByAComparisonOfTheEngines) {
  MachineConfig config = two_by_two();  // few banks and short queues: products often wait
  config.accumulator.banks = 8;
  config.accumulator.entries = 1024;
  config.scatter.output_queue_depth = 2;
  TinyLayer layer = dense_layer();
  std::mt19937 random(1);
  for (std::int16_t& weight : layer.tensors.weights.data)
    if (random() % 3 > 0) weight = 0;
  SimulationOptions options;
  options.engine = EngineKind::product;
  const LayerResult plain = simulate(config, layer, options);
  options.engine = EngineKind::batched;
  EXPECT_EQ(first_difference(plain, simulate(config, layer, options)), "");
  for (const std::uint32_t pe : {0u, 3u}) {
    std::size_t seen = 0;  // an occurrence may happen to change no cycle
    for (const std::uint64_t occurrence : {0u, 1u, 2u}) {
      options.fault = {GetParam().kind, pe, occurrence};
      const LayerResult faulty = simulate(config, layer, options);
      EXPECT_EQ(faulty.verified, Verified::yes);
      seen += !first_difference(plain, faulty).empty();
    }
    EXPECT_GT(seen, 0u) << "PE " << pe;
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, TimingFaults,
                         ::testing::Values(FaultCase{Fault::Kind::swap_blocks, "SwapBlocks"},
                                           FaultCase{Fault::Kind::rotate_pattern, "RotatePattern"},
                                           FaultCase{Fault::Kind::deepen_queue, "DeepenQueue"}),
                         [](const auto& test) { return test.param.name; });

TEST(Faults, WithoutOneTheLayerIsCorrect) {
  EXPECT_EQ(simulate(two_by_two(), dense_layer()).verified, Verified::yes);
}

TEST(Faults, OnesThatNeverOccurChangeNothing) {
  EXPECT_EQ(run_with(Fault::Kind::drop_product, 0, 1'000'000'000).verified, Verified::yes);
}

TEST(Faults, WithoutVerificationNothingIsClaimed) {
  SimulationOptions options;
  options.engine = EngineKind::batched;
  options.verify = false;
  options.fault = {Fault::Kind::drop_product, 0, 0};
  EXPECT_EQ(simulate(two_by_two(), dense_layer(), options).verified, Verified::off);
}

TEST(Faults, LostCreditIsADeadlockThatNamesWhoWaitsForWhat) {
  MachineConfig config = two_by_two();
  config.weight_fifo.entries = 2;
  SimulationOptions options;
  options.fault = {Fault::Kind::drop_credit, 1, 5};
  for (const EngineKind engine : {EngineKind::product, EngineKind::batched}) {
    options.engine = engine;
    SCOPED_TRACE(to_string(engine));
    try {
      simulate(config, dense_layer(), options);
      FAIL() << "the machine did not stop";
    } catch (const SimulationError& error) {
      const std::string message = error.what();
      EXPECT_NE(message.find("deadlock"), std::string::npos) << message;
      EXPECT_NE(message.find("weight_broadcast: in cycle"), std::string::npos) << message;
      EXPECT_NE(message.find("room in a PE's weight FIFO"), std::string::npos) << message;
      EXPECT_NE(message.find("pe_0_0: in cycle"), std::string::npos) << message;
      EXPECT_NE(message.find("waits for a weight vector"), std::string::npos) << message;
    }
  }
}

TEST(Watchdog, GivesUpAnAbsurdlyLongWait) {
  MachineConfig config = two_by_two();
  config.dram.bandwidth = 0.001;
  config.simulation.watchdog_cycles = 1000;
  try {
    simulate(config, dense_layer());
    FAIL() << "no complaint";
  } catch (const SimulationError& error) {
    EXPECT_NE(std::string(error.what()).find("simulation.watchdog_cycles = 1000"), std::string::npos)
        << error.what();
  }
}

/// Many issues in a row are no wait, though the PE moves its clock over all of them at once: the second step
/// has some 2560, and nothing else takes as long, since the PPU works on the first step meanwhile.
TEST(Watchdog, DoesNotTakeManyIssuesForAWait) {
  LayerShape shape;
  shape.C = 8, shape.K = 6;
  shape.H = shape.W = 16;
  shape.R = shape.S = 3;
  shape.pad_top = shape.pad_bottom = shape.pad_left = shape.pad_right = 1;
  const std::size_t filter = 8 * 3 * 3;
  std::vector<std::int16_t> weights(6 * filter, 0);
  weights[0] = 1;
  std::fill(weights.begin() + 4 * filter, weights.end(), std::int16_t{1});
  const TinyLayer layer = tiny_layer(shape, weights, std::vector<std::int16_t>(8 * 16 * 16, 1));
  MachineConfig config;
  config.pe_array.rows = config.pe_array.columns = 1;
  config.accumulator.entries = 4096;
  config.mapping.kc = 4;
  config.ppu.entries_per_cycle = 1;
  config.dram.latency = 1;
  config.activation_ram.iaram_bytes = config.activation_ram.oaram_bytes = 100000;
  std::vector<std::uint64_t> cycles;
  for (const Cycle quantum : {1u, 1000u, 1000000u})
    for (const Cycle watchdog : {2300u, 100000000u}) {
      config.simulation.watchdog_cycles = watchdog;
      SimulationOptions options;
      options.quantum = quantum;
      cycles.push_back(simulate(config, layer, options).cycles);
    }
  EXPECT_EQ(cycles, std::vector<std::uint64_t>(cycles.size(), cycles.front()));
  EXPECT_GT(cycles.front(), 2300u);
}

TEST(Verification, ComparesWithTheOutputThatTheTraceBrings) {
  TinyLayer layer = dense_layer();
  layer.tensors.output = Tensor<std::int32_t>({8, 8, 8});  // all zero: wrong
  EXPECT_EQ(simulate(two_by_two(), layer).verified, Verified::no);
}

TEST(Accumulators, SumsBeyondTheirWidthAreCounted) {
  MachineConfig config = two_by_two();
  config.accumulator.bits = 8;  // -128 ... 127
  EXPECT_GT(simulate(config, dense_layer()).accumulator_overflows, 0u);
  config.accumulator.bits = 24;
  EXPECT_EQ(simulate(config, dense_layer()).accumulator_overflows, 0u);
}

}  // namespace
}  // namespace scnnsim
