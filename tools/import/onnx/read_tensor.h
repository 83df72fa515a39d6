// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

#include <filesystem>
#include <string>

#include "tools/import/onnx/onnx_definitions.h"

namespace scnnsim {

/// Reads a tensor of an ONNX file. `folder` is where its external data may lie; `what` opens messages:
/// "initializer conv1.weight". Throws UserError for a type that is not supported, a negative dimension, a
/// number of elements that is not that of the shape, and external data that are missing, too short or outside
/// the folder.
Value read_tensor(const onnx::TensorProto& tensor, const std::filesystem::path& folder,
                  const std::string& what);

/// The bytes of a tensor whose data lie in a file beside the model: exactly `bytes` of them. Throws UserError
/// when the file would lie outside `folder`, is missing or too short, and for another length than `bytes`.
std::string read_external_data(const onnx::TensorProto& tensor, const std::filesystem::path& folder,
                               std::size_t bytes, const std::string& what);

}  // namespace scnnsim
