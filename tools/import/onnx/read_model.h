// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "tools/import/model/graph.h"

namespace scnnsim {

/// Reads an ONNX model, opset 7 and later, with its external data. Node names come out unique and printable;
/// a node without a name is called as its first output. Throws UserError for a file that is no model, is
/// truncated or larger than protobuf's 2 GB, and for a graph that is not sound (see sort_nodes, read_tensor).
Graph read_model(const std::filesystem::path& file);

/// Reads one tensor from a file of its own (.pb), as ONNX's test data have them. Throws UserError.
Value read_tensor_file(const std::filesystem::path& file);

}  // namespace scnnsim
