// SPDX-License-Identifier: Apache-2.0
// The list of columns against the counters that the blocks of each machine declare.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/architectures/dense.h"
#include "sim/layer/layer_counters.h"
#include "tests/support/print_parameters.h"
#include "tests/support/tiny_layers.h"

namespace scnnsim {
namespace {

/// Every counter of a machine of 2 x 2 PEs, as {module path: {counter: value}}: it has all kinds of blocks.
nlohmann::ordered_json counters_of(CountingMachine machine) {
  MachineConfig config = tiny_machine(2);
  config.pe_array.rows = 2;
  config.dram.model = DramModel::banked;  // counts more than a pipe
  LayerShape shape;
  shape.H = shape.W = 4;
  const TinyLayer layer = tiny_layer(shape, {1}, std::vector<std::int16_t>(16, 1));
  const LayerResult result =
      machine == CountingMachine::scnn
          ? simulate_layer(config, layer.description, layer.tensors)
          : simulate_dense_layer(config, layer.description, layer.tensors, {}, DenseKind::plain);
  return *result.counters;
}

/// Whether the module at the path, "pe_0_1.iaram", is a block of that kind: named so, apart from indices.
bool is_block(const std::string& path, std::string_view kind) {
  const std::string_view name = std::string_view(path).substr(path.rfind('.') + 1);
  return name.substr(0, kind.size()) == kind &&
         name.find_first_not_of("0123456789_", kind.size()) == std::string_view::npos;
}

class ColumnList : public ::testing::TestWithParam<CountingMachine> {
 protected:
  ColumnList() {
    for (const auto& terms : {counters_of_columns(), counters_of_blocks_alone()})
      for (const CounterTerm& term : terms)
        if (term.machine == GetParam()) listed_.push_back(term);
  }
  bool is_listed(const std::string& path, const std::string& counter) const {
    return std::any_of(listed_.begin(), listed_.end(), [&](const CounterTerm& term) {
      return is_block(path, term.block) && term.counter == counter;
    });
  }
  std::vector<CounterTerm> listed_;
};

TEST_P(ColumnList, EveryCounterOfEveryBlockIsAColumnOrListedAsPerBlock) {
  const nlohmann::ordered_json modules = counters_of(GetParam());
  for (const auto& [path, counters] : modules.items())
    for (const auto& [name, value] : counters.items())
      EXPECT_TRUE(is_listed(path, name)) << path << " counts " << name << ", which is lost";
}

TEST_P(ColumnList, EveryListedCounterIsDeclaredByABlock) {
  const nlohmann::ordered_json counters = counters_of(GetParam());
  for (const CounterTerm& term : listed_) {
    bool is_declared = false;
    for (const auto& [path, of_block] : counters.items())
      is_declared = is_declared || (is_block(path, term.block) && of_block.contains(term.counter));
    EXPECT_TRUE(is_declared) << term.block << " has no counter " << term.counter;
  }
}

TEST_P(ColumnList, NoCounterIsBothAColumnAndLeftToItsBlock) {
  for (const CounterTerm& alone : counters_of_blocks_alone())
    for (const CounterTerm& term : counters_of_columns())
      EXPECT_FALSE(term.machine == alone.machine && term.block == alone.block &&
                   term.counter == alone.counter)
          << term.block << " " << term.counter;
}

INSTANTIATE_TEST_SUITE_P(Machines, ColumnList,
                         ::testing::Values(CountingMachine::scnn, CountingMachine::dense),
                         [](const auto& machine) {
                           return machine.param == CountingMachine::scnn ? "scnn" : "dense";
                         });

}  // namespace
}  // namespace scnnsim
