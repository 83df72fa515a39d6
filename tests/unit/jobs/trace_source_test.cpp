// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/trace_source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <utility>

#include "tests/unit/traces/test_support.h"
#include "traces/layer_draws.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;
using testing::expect_user_error;
using testing::ScratchFolder;

class TraceSourceTest : public ::testing::Test {
 protected:
  TraceSourceTest() {
    TraceLayer layer;
    layer.description.name = "conv";
    LayerTensors tensors;
    tensors.weights = Tensor<std::int16_t>({1, 1, 1, 1});
    tensors.activations = Tensor<std::int16_t>({1, 1, 1});
    Trace trace;
    trace.network = "net";
    write_tensors(layer, tensors, scratch_.path(), {});
    trace.layers.push_back(layer);
    write_trace_yaml(trace, scratch_.path());
  }

  static LoadedLayer load(const TraceSource& source) {
    LayerDraws draws;
    return source.load(0, 16, draws);
  }

  ScratchFolder scratch_;
};

TEST_F(TraceSourceTest, tensors_that_change_after_their_checksum_are_refused) {
  const Trace trace = Trace::open(scratch_.path());
  const fs::path weights = scratch_ / trace.layers[0].weights_file;
  const auto whole = TraceSource::measured(trace, trace.layers);
  const auto one = TraceSource::of_layer(std::make_shared<const Trace>(trace), trace.layers[0]);
  EXPECT_EQ(load(*whole).tensors.weights.data[0], 0);
  EXPECT_EQ(load(*one).tensors.weights.data[0], 0);
  fs::last_write_time(weights, fs::last_write_time(weights) + std::chrono::seconds(1));
  expect_user_error([&] { load(*whole); }, {weights.string(), "was changed while scnnsim was at work"});
  expect_user_error([&] { load(*one); }, {weights.string(), "run the command again"});
}

TEST_F(TraceSourceTest, a_file_that_is_replaced_by_one_like_it_is_refused) {
  const Trace trace = Trace::open(scratch_.path());
  const fs::path activations = scratch_ / trace.layers[0].activations_file;
  const auto source = TraceSource::measured(trace, trace.layers);
  fs::copy_file(activations, scratch_ / "copy.npy");
  fs::last_write_time(scratch_ / "copy.npy", fs::last_write_time(activations));
  fs::rename(scratch_ / "copy.npy", activations);
  expect_user_error([&] { load(*source); }, {activations.string(), "was changed"});
}

}  // namespace
}  // namespace scnnsim
