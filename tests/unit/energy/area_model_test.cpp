// SPDX-License-Identifier: Apache-2.0
#include "models/energy/area_model.h"

#include <gtest/gtest.h>

#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

TEST(AreaModel, DefaultsAreThePapersTable) {
  const AreaModel area{MachineConfig{}};
  EXPECT_NEAR(area.mm2(AreaComponent::activation_rams), 0.031, 1e-9);
  EXPECT_NEAR(area.mm2(AreaComponent::scatter_network), 0.026, 1e-9);
  EXPECT_NEAR(area.pe_mm2(), 0.124, 1e-9);  // the printed rows; their sum is printed as 0.123
  EXPECT_NEAR(64 * area.dense_pe_mm2(), 5.9, 1e-9);
}

TEST(AreaModel, ScalesWithSizesAndCounts) {
  MachineConfig config;
  config.accumulator.banks = 64;           // twice the banks: accumulators and crossbar double
  config.multiplier_array.f = 8;           // twice the lanes: multipliers, FIFO and crossbar double
  config.activation_ram.iaram_bytes /= 2;  // three quarters of the activation RAMs
  const AreaModel area{config};
  EXPECT_NEAR(area.mm2(AreaComponent::accumulator_banks), 0.072, 1e-9);
  EXPECT_NEAR(area.mm2(AreaComponent::scatter_network), 0.104, 1e-9);
  EXPECT_NEAR(area.mm2(AreaComponent::multiplier_array), 0.016, 1e-9);
  EXPECT_NEAR(area.mm2(AreaComponent::weight_fifo), 0.008, 1e-9);
  EXPECT_NEAR(area.mm2(AreaComponent::activation_rams), 0.02325, 1e-9);
  EXPECT_NEAR(area.mm2(AreaComponent::other), 0.019, 1e-9);
  config = MachineConfig{};
  config.multiplier_array.operand_bits = 8;  // a quarter of the multipliers, 12 of 20 bits per FIFO word
  EXPECT_NEAR(AreaModel{config}.mm2(AreaComponent::multiplier_array), 0.002, 1e-9);
  EXPECT_NEAR(AreaModel{config}.mm2(AreaComponent::weight_fifo), 0.0024, 1e-9);
}

TEST(AreaModel, MistakesInATableAreNamed) {
  const auto read = [](const std::string& rows) {
    AreaTable::read(YamlNode::parse("name: t\ntechnology: t\ncomponents:\n" + rows, "t.yaml"));
  };
  expect_user_error([&] { read("  - {component: other, mm2: 1, size: 1, source: s}\n"); },
                    {"t.yaml", "no area for activation_rams"});
  expect_user_error([&] { read("  - {component: othr, mm2: 1, size: 1, source: s}\n"); },
                    {"t.yaml:4", "othr"});
  expect_user_error([&] { read("  - {component: other, mm2: -1, size: 1, source: s}\n"); },
                    {"t.yaml:4", "-1"});
}

}  // namespace
}  // namespace scnnsim
