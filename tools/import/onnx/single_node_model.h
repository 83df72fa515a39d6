// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tools/import/model/graph.h"

namespace scnnsim {

/// An ONNX model of one node as bytes: input i becomes an initializer where `is_constant[i]`, else an input
/// of the model called "x<i>", with the shape that its value has. Null inputs are left out.
std::string single_node_model(const Node& node, const std::vector<ValueRef>& inputs,
                              const std::vector<bool>& is_constant, std::int64_t opset);

}  // namespace scnnsim
