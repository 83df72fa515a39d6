// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/pruned_source.h"

#include <gtest/gtest.h>

#include "tests/unit/traces/test_support.h"
#include "traces/layer_draws.h"

namespace scnnsim {
namespace {

/// A 1 x 1 layer over one position of two channels; its first filter is the larger one.
void write_layer(Trace& trace, const std::filesystem::path& folder, const std::string& name,
                 const std::vector<std::int16_t>& input, const std::vector<std::int16_t>& written,
                 const std::vector<std::string>& after) {
  TraceLayer layer;
  layer.description.name = name;
  layer.description.shape.C = layer.description.shape.K = 2;
  layer.description.after = after;
  LayerTensors tensors;
  tensors.weights = Tensor<std::int16_t>({2, 2, 1, 1});
  tensors.weights.data = {9, 9, 1, 1};
  tensors.activations = Tensor<std::int16_t>({2, 1, 1});
  tensors.activations.data = input;
  tensors.written = Tensor<std::int16_t>({2, 1, 1});
  tensors.written->data = written;
  write_tensors(layer, tensors, folder, trace.layers);
  trace.layers.push_back(layer);
}

TEST(PrunedSource, EmptiesTheChannelsOfTheLayerThatIsRead) {
  const testing::ScratchFolder folder;
  Trace trace;
  trace.network = "parallel";
  write_layer(trace, folder.path(), "stem", {1, 2}, {27, 3}, {"relu"});
  write_layer(trace, folder.path(), "shortcut", {27, 3}, {270, 30}, {});
  write_layer(trace, folder.path(), "first", {27, 3}, {271, 31}, {"relu"});
  write_layer(trace, folder.path(), "unknown", {5, 6}, {99, 11}, {"relu"});
  write_trace_yaml(trace, folder.path());
  trace = Trace::open(folder.path());
  const PrunedSource source(TraceSource::measured(trace, trace.layers), {Granularity::filter, 0.5});
  LayerDraws draws;
  const auto input = [&](std::size_t layer) {
    return source.load(layer, 16, draws).tensors.activations.data;
  };
  EXPECT_EQ(input(0), (std::vector<std::int16_t>{1, 2}));
  EXPECT_EQ(input(1), (std::vector<std::int16_t>{27, 0}));
  EXPECT_EQ(input(2), (std::vector<std::int16_t>{27, 0})) << "by the stem, which is read, not the shortcut";
  EXPECT_EQ(source.load(2, 16, draws).tensors.dead_inputs, (std::vector<bool>{false, true}));
  EXPECT_EQ(input(3), (std::vector<std::int16_t>{5, 6}));
  EXPECT_TRUE(source.load(3, 16, draws).tensors.dead_inputs.empty());
}

}  // namespace
}  // namespace scnnsim
