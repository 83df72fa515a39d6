// SPDX-License-Identifier: Apache-2.0
// Keys of the banked memory: rounding, presets, and what is refused.
#include <gtest/gtest.h>

#include "models/memory/banked/address_mapping.h"
#include "models/memory/banked/banked_timing.h"
#include "models/memory/memory_layout.h"
#include "tests/support/dram_devices.h"
#include "tests/unit/traces/test_support.h"
#include "traces/support/named_file.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

MachineConfig with_dram_keys(const std::vector<std::string>& assignments) {
  MachineConfig config;
  config.dram.model = DramModel::banked;
  for (const std::string& one : assignments) set_parameter(config, one, "--set");
  return config;
}

TEST(BankedConfig, nanoseconds_are_rounded_as_jedec_does) {
  EXPECT_EQ(cycles_of(13.75, 625, 26), 22u);
  EXPECT_EQ(cycles_of(45.75, 625, 26), 74u);   // 73.2
  EXPECT_EQ(cycles_of(15.0, 1071, 26), 14u);   // 14.006, as in the tables of DDR4-1866
  EXPECT_EQ(cycles_of(13.92, 1071, 26), 13u);  // 12.997
  EXPECT_EQ(cycles_of(13.92, 1070, 26), 13u);  // 13.009: within the guard band
  EXPECT_EQ(cycles_of(13.92, 1070, 0), 14u);
  EXPECT_EQ(cycles_of(18.0, 625, 0), 29u);  // 28.8: LPDDR4 rounds up
}

TEST(BankedConfig, every_preset_is_a_device_of_the_bandwidth_in_its_name) {
  const std::map<std::string, double> gb_per_s{
      {"ddr4-3200", 51.2}, {"hbm2", 256}, {"lpddr4-3200", 25.6}, {"lpddr5-6400", 51.2}};
  EXPECT_EQ(named_files("dram").size(), gb_per_s.size());
  for (const std::string& name : named_files("dram")) {
    EXPECT_DOUBLE_EQ(peak_gb_per_s(banked_machine(name)), gb_per_s.at(name)) << name;
    EXPECT_NO_THROW(banked_machine(name).check()) << name;
  }
}

TEST(BankedConfig, a_key_that_is_a_number_replaces_the_presets) {
  EXPECT_EQ(device_of(with_dram_keys({"dram_device.t_rcd=20"})).rcd, 32u);
  EXPECT_EQ(device_of(with_dram_keys({"dram_device.channels=8"})).channels, 8u);
  EXPECT_EQ(device_of(with_dram_keys({"dram.preset=hbm2"})).atom_bytes, 32u);
}

TEST(BankedConfig, timings_that_contradict_each_other_are_refused) {
  expect_user_error([] { with_dram_keys({"dram_device.t_rc=40"}).check(); },
                    {"dram_device.t_rc", "got 40", "at least 45.75", "t_ras = 32", "t_rp = 13.75"});
  expect_user_error([] { with_dram_keys({"dram_device.t_ccd_l=3"}).check(); },
                    {"t_ccd_l", "got 3", "t_ccd_s = 4"});
  expect_user_error([] { with_dram_keys({"dram_device.t_ccd_s=3"}).check(); },
                    {"t_ccd_s", "got 3", "burst_length = 8"});
  expect_user_error([] { with_dram_keys({"dram_device.t_rfc=7800"}).check(); }, {"t_refi", "7800", "t_rfc"});
  expect_user_error(
      [] {
        with_dram_keys({"dram.preset=hbm2", "dram_device.t_rrd_s=245", "dram_device.t_rrd_l=245",
                        "dram_device.t_faw=245"})
            .check();
      },
      {"t_refi", "t_rrd_s = 245"});
  expect_user_error(
      [] {
        with_dram_keys({"dram_device.t_ck=1000", "dram_device.t_refi=1", "dram_device.t_rfc=0",
                        "dram_device.t_rc=0", "dram_device.t_ras=0", "dram_device.t_rp=0",
                        "dram_device.t_rcd=0"})
            .check();
      },
      {"t_refi", "got 1 ns", "a command for each of"});
  expect_user_error([] { with_dram_keys({"dram_device.t_rrd_l=1"}).check(); },
                    {"t_rrd_l", "got 1", "t_rrd_s = 2.5"});
}

TEST(BankedConfig, sizes_that_are_no_powers_of_two_are_refused) {
  for (const char* key : {"channels", "ranks", "bank_groups", "banks", "rows", "burst_length"})
    expect_user_error([&] { with_dram_keys({fmt::format("dram_device.{}=3", key)}).check(); },
                      {key, "got 3", "power of two"});
  expect_user_error([] { with_dram_keys({"dram_device.row_bytes=32"}).check(); },
                    {"row_bytes", "got 32", "64 B"});
}

TEST(BankedConfig, a_memory_that_64_bits_do_not_address_is_refused_with_its_factors) {
  const std::vector<std::string> largest{"dram_device.channels=256", "dram_device.ranks=16",
                                         "dram_device.bank_groups=16", "dram_device.banks=64",
                                         "dram_device.rows=16777216"};
  const auto with_row = [&](const char* row_bytes) {
    std::vector<std::string> keys = largest;
    keys.push_back(std::string("dram_device.row_bytes=") + row_bytes);
    return with_dram_keys(keys);
  };
  expect_user_error(
      [&] { device_of(with_row("1048576")); },
      {"channels = 256 x ranks = 16 x bank_groups = 16 x banks = 64 x rows = 16777216 x row_bytes = "
       "1048576",
       "2^66 B", "at most 2^63 B"});
  expect_user_error([&] { device_of(with_row("262144")); }, {"2^64 B"});
  EXPECT_EQ(device_of(with_row("131072")).capacity(), std::uint64_t{1} << 63);
}

TEST(BankedConfig, a_mapping_that_does_not_cover_the_address_is_refused) {
  expect_user_error([] { with_dram_keys({"dram.mapping=RoBaCo"}).check(); },
                    {"dram.mapping", "RoBaCo", "covers 27 bits", "28",
                     "Ch (channel) is missing: expected 1 bit for dram_device.channels = 2, got none"});
  expect_user_error(
      [] {
        with_dram_keys({"dram.mapping=RoBaCoCh", "dram_device.ranks=4"}).check();
      },
      {"Ra (rank) is missing: expected 2 bits for dram_device.ranks = 4, got none"});
  expect_user_error(
      [] { with_dram_keys({"dram.mapping=RoRaCo"}).check(); },
      {"Ba (bank) is missing: expected 4 bits for dram_device.bank_groups x dram_device.banks = 16",
       "Ch (channel) is missing"});
  expect_user_error([] { with_dram_keys({"dram.mapping=RoRaCoBgCh"}).check(); },
                    {"Ba (bank) is missing: expected 2 bits for dram_device.banks = 4, got none"});
  expect_user_error([] { with_dram_keys({"dram.mapping=RoBaRaCoCo"}).check(); },
                    {"dram.mapping", "Co (column) stands twice", "once each"});
  expect_user_error([] { with_dram_keys({"dram.mapping=RoBaXxCoCh"}).check(); },
                    {"dram.mapping", "\"Xx\" is no field", "Ra (rank)", "once each"});
  expect_user_error([] { with_dram_keys({"dram.mapping=oBaRaCoCh"}).check(); },
                    {"dram.mapping", "\"o\" is no field"});
  EXPECT_NO_THROW(with_dram_keys({"dram.mapping=RoBaCoCh"}).check());  // one rank has no bits
}

TEST(BankedConfig, an_unknown_preset_is_refused_with_the_known_ones) {
  expect_user_error([] { with_dram_keys({"dram.preset=ddr4"}).check(); },
                    {"DRAM preset", "ddr4", "ddr4-3200"});
}

TEST(BankedConfig, numbers_of_the_banked_memory_mean_nothing_under_pipe) {
  MachineConfig config = with_dram_keys({"dram_device.t_rc=1", "dram.mapping=RoBa"});
  config.dram.model = DramModel::pipe;
  EXPECT_NO_THROW(config.check());
}

TEST(BankedConfig, a_layer_larger_than_the_memory_is_refused) {
  MemoryLayout layout;
  layout.bytes = 1001;
  expect_user_error([&] { require_capacity(layout, 1000); }, {"1001 B", "1000 B"});
  layout.bytes = 1000;
  EXPECT_NO_THROW(require_capacity(layout, 1000));
}

TEST(BankedConfig, names_are_checked_behind_a_pipe_too) {
  MachineConfig config;
  config.dram.preset = "nope";
  expect_user_error([&] { config.check(); }, {"unknown DRAM preset \"nope\"", "hbm2"});
  config = MachineConfig{};
  config.dram.mapping = "nope";
  expect_user_error([&] { config.check(); }, {"dram.mapping: got \"nope\"", "is no field"});
  config.dram.mapping = "RoBaCo";  // of a device of one rank and one channel
  config.dram.preset = "elsewhere/mine.yaml";
  EXPECT_NO_THROW(config.check()) << "results may be read where the file is not";
}

TEST(BankedConfig, what_is_written_without_the_preset_names_it) {
  MachineConfig config = with_dram_keys({"dram.preset=hbm2"});
  EXPECT_NE(preset_comment(config).find("dram.preset \"hbm2\""), std::string::npos);
  EXPECT_EQ(preset_comment(with_dram_keys({})), "");
  config.dram.model = DramModel::pipe;
  EXPECT_EQ(preset_comment(config), "");
}

TEST(AddressMapping, fields_lie_in_the_order_of_their_names) {
  const DramDevice device = device_of(with_dram_keys({"dram_device.ranks=2"}));
  const AddressMapping mapping("RoBaRaCoCh", device);  // 16, 4 (2 of them groups), 1, 7, 1 bits
  const AtomPlace place = mapping.place((((std::uint64_t{5} * 16 + 0b1001) * 2 + 1) * 128 + 77) * 2 + 1);
  EXPECT_EQ(place.channel, 1u);
  EXPECT_EQ(place.row, 5u);
  EXPECT_EQ(place.bank.rank, 1u);
  EXPECT_EQ(place.bank.group, 4u + 0b01);
  EXPECT_EQ(place.bank.bank, (4u + 0b01) * 4 + 0b10);
}

TEST(AddressMapping, xor_spreads_the_rows_of_a_bank) {
  const DramDevice device = device_of(with_dram_keys({}));
  const AddressMapping plain("RoRaBaCoBgCh", device), hashed("RoRaBaCoBgCh_xor", device);
  std::set<std::uint32_t> banks;
  for (std::uint64_t row = 0; row < 4; ++row) {
    const std::uint64_t atom = row << 12;  // above 2 bits of banks, 7 of columns, 2 of groups, 1 of channels
    EXPECT_EQ(plain.place(atom).bank.bank, 0u);
    EXPECT_EQ(hashed.place(atom).row, row);
    banks.insert(hashed.place(atom).bank.bank);
  }
  EXPECT_EQ(banks.size(), 4u);
}

}  // namespace
}  // namespace scnnsim
