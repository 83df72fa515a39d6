// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "models/common/machine_config.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

void set(const std::string& assignment) {
  MachineConfig config;
  set_parameter(config, assignment, "--set");
}

TEST(ConfigSet, sets_numbers_choices_and_texts) {
  MachineConfig config;
  set_parameter(config, "pe_array.rows=4", "--set");
  set_parameter(config, "scatter.policy=ideal", "--set");
  set_parameter(config, "energy.table=a=b", "--set");
  set_parameter(config, "dram.bandwidth=1e2", "--set");
  EXPECT_EQ(config.pe_array.rows, 4u);
  EXPECT_EQ(config.scatter.policy, ScatterPolicy::ideal);
  EXPECT_EQ(config.energy.table, "a=b");
  EXPECT_EQ(config.dram.bandwidth, 100.0);
}

TEST(ConfigSet, mistakes_name_key_value_and_what_was_expected) {
  expect_user_error([&] { set("pe_array.rows=0"); },
                    {"--set: pe_array.rows: got 0, expected an integer in 1 ... 64"});
  expect_user_error([&] { set("pe_array.row=4"); }, {"did you mean \"rows\""});
  expect_user_error([&] { set("pearray.rows=4"); }, {"did you mean \"pe_array\""});
  expect_user_error([&] { set("banks=4"); },
                    {"unknown key \"banks\" (did you mean \"accumulator.banks\" or \"dram_device.banks\"?)"});
  expect_user_error(
      [&] { set("buffer_bytes=4"); },
      {"did you mean \"activation_loader.buffer_bytes\" or \"weight_broadcast.buffer_bytes\"?"});
  expect_user_error([&] { set("pe_array=4"); }, {"pe_array"});
  expect_user_error([&] { set("pe_array.rows"); }, {"group.key=value"});
  expect_user_error([&] { set("pe_array.rows="); }, {"got nothing"});
  expect_user_error([&] { set("accumulator.merge=all"); }, {"none, issue or grain"});
}

TEST(ConfigSet, a_word_may_stand_for_a_number) {
  MachineConfig config;
  set_parameter(config, "mapping.kc=auto", "--set");
  EXPECT_TRUE(config.mapping.kc.is(KcRule::automatic));
  EXPECT_THROW(config.mapping.kc.number(), std::logic_error);
  set_parameter(config, "mapping.kc=16", "--set");
  EXPECT_EQ(config.mapping.kc.number(), 16u);
  expect_user_error([&] { set_parameter(config, "mapping.kc=automatic", "--set"); },
                    {"got automatic, expected an integer in 1 ... 1024, auto or best"});
  expect_user_error([&] { set_parameter(config, "mapping.kc=0", "--set"); }, {"1 ... 1024, auto or best"});
}

TEST(ConfigSet, the_defaults_pass_the_check) {
  EXPECT_NO_THROW(MachineConfig{}.check());
}

TEST(ConfigSet, the_xor_hash_needs_a_power_of_two_of_banks) {
  MachineConfig config;
  config.accumulator.bank_hash = BankHash::xor_;
  for (const std::uint32_t banks : {1u, 2u, 16u, 32u, 1024u}) {
    config.accumulator.banks = banks;
    EXPECT_NO_THROW(config.check());
  }
  config.accumulator.banks = 24;
  expect_user_error([&] { config.check(); }, {"a power of two as accumulator.banks, got 24"});
}

TEST(ConfigSet, a_burst_must_fit_the_buffers) {
  MachineConfig config;
  config.activation_loader.buffer_bytes = 255;
  expect_user_error([&] { config.check(); },
                    {"activation_loader.buffer_bytes: got 255, expected at least dram.burst_bytes = 256"});
  config.activation_loader.buffer_bytes = 256;
  EXPECT_NO_THROW(config.check());
}

/// Four words of 16 + 4 bits are 10 B: a vector whose first byte is a burst's last one needs the next burst,
/// 9 B of it beyond the room that the burst itself takes.
TEST(ConfigSet, the_weight_buffer_must_hold_a_burst_and_a_vector_that_straddles_it) {
  MachineConfig config;
  config.weight_broadcast.buffer_bytes = 264;
  expect_user_error([&] { config.check(); },
                    {"weight_broadcast.buffer_bytes: got 264, expected at least 265"});
  config.weight_broadcast.buffer_bytes = 265;
  EXPECT_NO_THROW(config.check());
}

}  // namespace
}  // namespace scnnsim
