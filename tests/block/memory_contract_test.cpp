// SPDX-License-Identifier: Apache-2.0
// A memory of one's own that breaks its contract ends the simulation with an error that says how.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/broken_memory.h"
#include "tests/support/cycle_expectations.h"
#include "tests/support/tiny_layers.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// The message of the error that ends a layer whose output goes to DRAM.
std::string error_with(Breach breach, EngineKind engine) {
  MachineConfig config = tiny_machine();
  config.activation_ram.oaram_bytes = 1;
  SimulationOptions options;
  options.memory = broken_memory(breach);
  options.engine = engine;
  try {
    simulate(config, pointwise(1, 1, 1), options);
  } catch (const SimulationError& error) {
    return error.what();
  }
  return "no error";
}

void expect_error(Breach breach, const std::string& message) {
  for (const EngineKind engine : {EngineKind::product, EngineKind::batched}) {
    EXPECT_EQ(error_with(breach, engine), message);
  }
}

TEST(MemoryContract, AnErrorOfTheMemoryIsTold) {
  expect_error(Breach::fails_at_once, "DRAM: TLM_ADDRESS_ERROR_RESPONSE");
  expect_error(Breach::fails, "DRAM: TLM_ADDRESS_ERROR_RESPONSE");
}

TEST(MemoryContract, WhatTheMemoryThrowsAfterAnErrorDoesNotHideIt) {
  expect_error(Breach::fails_loudly, "DRAM: TLM_ADDRESS_ERROR_RESPONSE");
}

TEST(MemoryContract, ARequestIsAnsweredOnce) {
  expect_error(Breach::answers_twice, "DRAM: the memory answered a request twice");
}

TEST(MemoryContract, AnAnswerHasThePhaseBeginResp) {
  expect_error(Breach::wrong_phase, "DRAM: the memory left the TLM-2.0 base protocol");
}

TEST(MemoryContract, EveryWriteIsAnswered) {
  expect_error(Breach::forgets_writes, "DRAM: the memory never answered 1 of the layer's writes");
}

}  // namespace
}  // namespace scnnsim
