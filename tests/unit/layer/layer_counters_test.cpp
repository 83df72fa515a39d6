// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/layer_counters.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <systemc>

#include "models/common/statistics.h"

namespace scnnsim {
namespace {

/// A block that no machine has.
class Turnstile : public sc_core::sc_module, public StatisticsOwner {
 public:
  explicit Turnstile(const sc_core::sc_module_name& name) : sc_module(name) {}
  const StatisticsGroup& statistics() const override { return stats_; }
  void pass(std::uint64_t people, std::uint64_t refused) {
    stats_.passed += people;
    stats_.refused += refused;
  }

 private:
  struct Stats : StatisticsGroup {
    Counter passed{*this, "passed", "people", "people let through"};
    Counter refused{*this, "refused", "people", "people sent back"};
  } stats_;
};

/// Two of them: 5 and 7 let through, 1 and 2 sent back.
class Station : public sc_core::sc_module {
 public:
  explicit Station(const sc_core::sc_module_name& name) : sc_module(name) {
    west_.pass(5, 1);
    east_.pass(7, 2);
  }

 private:
  Turnstile west_{"turnstile_0"}, east_{"turnstile_1"};
};

constexpr CountingMachine scnn = CountingMachine::scnn, dense = CountingMachine::dense;

std::uint64_t counted(const std::vector<CounterTerm>& terms, CountingMachine machine = scnn) {
  const Station station(sc_core::sc_gen_unique_name("station"));
  return sum_of(terms, machine, StatisticsSums(station));
}

TEST(LayerCounters, a_counter_of_a_new_block_appears_in_sums_reports_and_descriptions) {
  const Station station(sc_core::sc_gen_unique_name("station"));
  EXPECT_EQ(StatisticsSums(station).sum("turnstile", "passed"), 12u);
  EXPECT_EQ(collect_statistics(station).at("turnstile_1").at("refused"), 2);
  EXPECT_EQ(describe_statistics(station).at("turnstile").at("passed").at("unit"), "people");
}

TEST(LayerCounters, a_name_that_no_block_has_is_no_zero) {
  const Station station(sc_core::sc_gen_unique_name("station"));
  const StatisticsSums sums(station);
  EXPECT_THROW(sums.sum("turnstil", "passed"), std::logic_error);
  EXPECT_THROW(sums.sum("turnstile", "pased"), std::logic_error);
  LayerResult result;
  EXPECT_THROW(read_counters(sums, scnn, result), std::logic_error);  // a station is no machine
}

TEST(LayerCounters, a_column_is_the_sum_of_its_terms) {
  CounterTerm passed{scnn, "turnstile", "passed"}, refused{scnn, "turnstile", "refused"};
  EXPECT_EQ(counted({passed, refused}), 15u);
  refused.is_subtracted = true;
  EXPECT_EQ(counted({passed, refused}), 9u);
  EXPECT_EQ(counted({passed, {dense, "no such block", "at all"}}), 12u);
  EXPECT_EQ(counted({passed}, dense), 0u);
}

TEST(LayerCounters, only_a_whole_kind_of_block_may_be_absent) {
  CounterTerm gates{scnn, "gate", "passed"};
  EXPECT_THROW(counted({gates}), std::logic_error);
  gates.may_be_absent = true;
  EXPECT_EQ(counted({gates}), 0u);
  CounterTerm misspelt{scnn, "turnstile", "pased"};
  misspelt.may_be_absent = true;
  EXPECT_THROW(counted({misspelt}), std::logic_error);
}

}  // namespace
}  // namespace scnnsim
