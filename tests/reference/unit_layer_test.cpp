// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/unit_layer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "traces/layer.h"

namespace scnnsim::lockstep {
namespace {

TEST(UnitLayer, PhasesWithoutTapsAreLeftOut) {
  // 1x1, stride 2 in both dimensions: one of four phases has a tap.
  LayerDescription strided;
  strided.name = "by hand";
  strided.shape.H = strided.shape.W = 4;
  strided.shape.stride_h = strided.shape.stride_w = 2;
  LayerTensors tensors;
  tensors.weights = Tensor<std::int16_t>({1, 1, 1, 1});
  tensors.weights.data = {1};
  tensors.activations = Tensor<std::int16_t>({1, 4, 4});
  tensors.activations.data = std::vector<std::int16_t>(16, 1);
  const UnitLayer unit = rewrite_group(strided, tensors, 0);
  EXPECT_EQ(unit.channels, 1);
  EXPECT_EQ(unit.rows, 2);
}

}  // namespace
}  // namespace scnnsim::lockstep
