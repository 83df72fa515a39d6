// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/traces/test_support.h"
#include "traces/trace.h"

namespace scnnsim {
namespace {

TEST(LongNames, LayersOfAnyNameHaveFilesOfTheirOwn) {
  const testing::ScratchFolder folder;
  const std::string longest(300, 'n');
  std::string accented;
  for (int i = 0; i < 200; ++i) accented += "é";
  const std::vector<std::string> names{longest + "1",  longest + "2", longest, accented,
                                       accented + "x", "a,b",         "a/b"};
  Trace trace;
  trace.network = longest;
  for (const std::string& name : names) {
    TraceLayer layer;
    layer.description.name = name;
    LayerTensors tensors;
    tensors.weights = Tensor<std::int16_t>({1, 1, 1, 1});
    tensors.weights.data = {static_cast<std::int16_t>(trace.layers.size() + 1)};
    tensors.activations = Tensor<std::int16_t>({1, 1, 1});
    write_tensors(layer, tensors, folder.path(), trace.layers);
    trace.layers.push_back(layer);
  }
  write_trace_yaml(trace, folder.path());
  const Trace again = Trace::open(folder.path());
  EXPECT_EQ(again.network, longest);
  std::set<std::string> files;
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(again.layers[i].description.name, names[i]);
    EXPECT_LE(again.layers[i].weights_file.size(), 255u);
    EXPECT_TRUE(files.insert(again.layers[i].weights_file).second) << again.layers[i].weights_file;
    EXPECT_EQ(again.load(again.layers[i], 16).weights.data.front(), static_cast<std::int16_t>(i + 1));
  }
}

TEST(LongNames, NetworksWithoutATraceAreToldHowToMakeOne) {
  testing::expect_user_error(
      [] { Trace::open("vgg16"); },
      {"trace vgg16: does not exist", "trace generate --network vgg16 --granularity element --out vgg16"});
  testing::expect_user_error(
      [] { Trace::open("resnet50"); },
      {"--network resnet50 --granularity element --weight-density 0.4 --activation-density 0.4"});
  try {
    Trace::open("no_network");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(std::string(error.what()).find("trace generate"), std::string::npos);
  }
}

}  // namespace
}  // namespace scnnsim
