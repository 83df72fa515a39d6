// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include <onnx/onnx_pb.h>

namespace scnnsim {

/// The bytes of a tensor whose data lie in a file beside the model: exactly `bytes` of them. Throws UserError
/// when the file would lie outside `folder`, is missing or too short, and for another length than `bytes`.
std::string read_external_data(const onnx::TensorProto& tensor, const std::filesystem::path& folder,
                               std::size_t bytes, const std::string& what);

}  // namespace scnnsim
