// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tools/import/model/graph.h"

namespace scnnsim {

/// One run of one node.
struct KernelCall {
  const Node& node;
  std::vector<ValueRef> inputs;  ///< null where an optional one is left out
  std::int64_t opset;

  bool has(std::size_t index) const { return index < inputs.size() && inputs[index]; }
  /// Throws UserError when the input is missing.
  const Value& input(std::size_t index) const;
  /// The input, which must hold floats, or integers. Throws UserError.
  const Value& floats(std::size_t index) const;
  const Value& integers(std::size_t index) const;
  /// The input's only element. Throws UserError when it has none or several.
  double number(std::size_t index) const;
  /// A list that is an attribute in old opsets and an input in new ones; `otherwise` when it is neither.
  Integers list(const std::string& attribute, std::size_t index, const Integers& otherwise) const;
  /// `axis` counted from the front, of `rank`. Throws UserError when there is no such axis.
  std::size_t axis(std::int64_t axis, std::size_t rank) const;
  [[noreturn]] void fail(const std::string& problem) const;
  /// "<node>: input <name>: got <what it is>, expected <expected>".
  [[noreturn]] void fail_input(std::size_t index, const std::string& expected) const;
};

/// What runs an operator: its outputs, or the first ones of them. Throws UserError when the inputs do not go
/// together.
class Kernel {
 public:
  using OneOutput = Value (*)(const KernelCall& call);
  using Outputs = std::vector<Value> (*)(const KernelCall& call);
  Kernel(OneOutput function) : one_(function) {}
  Kernel(Outputs function) : outputs_(function) {}

  std::vector<Value> operator()(const KernelCall& call) const {
    if (outputs_ != nullptr) return outputs_(call);
    std::vector<Value> outputs;
    outputs.push_back(one_(call));
    return outputs;
  }

 private:
  OneOutput one_ = nullptr;
  Outputs outputs_ = nullptr;
};
using KernelTable = std::map<std::string, Kernel>;

// One file each.
void add_shape_kernels(KernelTable& table);    ///< constants, and other shapes for the same elements
void add_slicing_kernels(KernelTable& table);  ///< parts of tensors, joined, cut and transposed
void add_padding_kernels(KernelTable& table);
void add_elementwise_kernels(KernelTable& table);  ///< one element of the result from one of each input
void add_reduction_kernels(KernelTable& table);
void add_resize_kernels(KernelTable& table);
void add_pooling_kernels(KernelTable& table);
void add_product_kernels(KernelTable& table);    ///< convolutions and matrix products of floats
void add_quantised_kernels(KernelTable& table);  ///< integers with scale and zero point

/// The kernel of an operator of ONNX, or one of ONNX Runtime's quantised ones; nullptr when there is none.
const Kernel* find_kernel(const Node& node);

}  // namespace scnnsim
