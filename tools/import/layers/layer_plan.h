// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tools/import/model/graph.h"

namespace scnnsim {

/// What kind of product a layer is, which says how its tensors lie.
enum class LayerKind {
  convolution,  ///< activations (batch, C, H, W) or (batch, C, H)
  gemm,         ///< activations (rows, C), or (C, rows) with transA
  matmul        ///< activations (..., rows, C)
};

/// The integers that a quantised layer multiplies; names are "" where there is none.
struct IntegerOperands {
  std::string activations, activation_zero, activation_scale;
  std::string weights, weight_zero, weight_scale;
  std::string bias;  ///< integers at the scale of the products
};

/// A node whose constants go into the layer's weights and bias; the layer's tensor is its input `operand`.
struct FoldedNode {
  const Node* node;
  std::size_t operand;
};

/// A step from the layer's output towards the tensor that is written to memory.
struct AfterStep {
  const Node* node;
  std::size_t operand;  ///< the input by which the layer's tensor enters
  std::string name;  ///< as in the trace's `after`; empty for a node that changes no value, such as Identity
  std::string tensor;  ///< the tensor after the step
};

/// One layer of the trace to come, as the graph alone shows it.
struct LayerPlan {
  const Node* node = nullptr;
  std::string name;  ///< of the trace's layer
  LayerKind kind = LayerKind::convolution;
  std::size_t filters = 0;
  std::string activations, weights, bias;  ///< real tensors; bias may be ""
  const Node* pad = nullptr;  ///< a Pad of zeros before the convolution, which becomes part of `pad`
  std::optional<IntegerOperands> integers;
  std::vector<FoldedNode> folded;
  std::string output;  ///< of the node, or of the last folded one
  std::vector<AfterStep> after;
  bool is_first = false;  ///< of the network's layers, whichever are chosen: its input comes from DRAM

  bool has_channels_last() const { return kind != LayerKind::convolution; }
  /// The tensor that is written to memory.
  const std::string& written() const { return after.empty() ? output : after.back().tensor; }
};

/// A node with weights, or one like it, that is no layer of the trace.
struct LeftOut {
  std::string node;  ///< label
  std::string reason;
};

struct FoundLayers {
  std::vector<LayerPlan> layers;  ///< in the order in which they run
  std::vector<LeftOut> left_out;
};

/// Finds convolutions and fully-connected layers (Conv, Gemm, MatMul, and their quantised forms) whose
/// weights are constants, what is folded into them and what follows them. The graph's constants must have
/// been folded. See tools/import/README.md for the rules.
FoundLayers find_layers(const Graph& graph);

}  // namespace scnnsim
