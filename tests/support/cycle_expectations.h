// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include "tests/support/tiny_layers.h"

namespace scnnsim {

/// Owners of all PE-cycles, in the order of the rules.
struct Owners {
  std::uint64_t idle = 0, barrier = 0, postprocess = 0, input = 0, weights = 0, crossbar = 0, issue = 0;
};

inline void expect_cycles(const LayerResult& result, std::uint64_t cycles, const Owners& owners) {
  EXPECT_EQ(result.cycles, cycles);
  EXPECT_EQ(result.owned_by(CycleOwner::idle), owners.idle) << "idle";
  EXPECT_EQ(result.owned_by(CycleOwner::barrier), owners.barrier) << "barrier";
  EXPECT_EQ(result.owned_by(CycleOwner::postprocess), owners.postprocess) << "postprocess";
  EXPECT_EQ(result.owned_by(CycleOwner::input), owners.input) << "input";
  EXPECT_EQ(result.owned_by(CycleOwner::weights), owners.weights) << "weights";
  EXPECT_EQ(result.owned_by(CycleOwner::crossbar), owners.crossbar) << "crossbar";
  EXPECT_EQ(result.owned_by(CycleOwner::issue), owners.issue) << "issue";
  EXPECT_EQ(result.verified, Verified::yes) << result.first_mismatch;
}

/// C channels of a 1 x W plane, K 1x1 filters, nothing zero.
inline TinyLayer pointwise(std::uint32_t C, std::uint32_t K, std::uint32_t W) {
  LayerShape shape;
  shape.C = C;
  shape.K = K;
  shape.W = W;
  return tiny_layer(shape, std::vector<std::int16_t>(std::size_t{C} * K, 3),
                    std::vector<std::int16_t>(std::size_t{C} * W, 2));
}

/// Activations at columns 0 and 2 of three, two channels, two banks: the first issue has both products in
/// bank 0, the second in bank 1.
inline TinyLayer conflicts_in_turn() {
  LayerShape shape;
  shape.K = 2;
  shape.W = 3;
  return tiny_layer(shape, {3, 4}, {5, 0, 7});
}

/// Two kernel rows of two weights, pruned by vector; one activation that is not zero.
inline TinyLayer two_kernel_rows() {
  LayerShape shape;
  shape.K = 2;
  shape.W = 2;
  shape.S = 2;
  TinyLayer layer = tiny_layer(shape, {1, 2, 3, 4}, {1, 0});
  layer.description.granularity = Granularity::vector;
  return layer;
}

}  // namespace scnnsim
