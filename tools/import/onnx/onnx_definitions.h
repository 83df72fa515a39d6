// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

#include <optional>

#include "tools/import/model/graph.h"
#include "tools/import/model/value.h"

namespace scnnsim {

/// The element type of a number in an ONNX file; nothing for strings, complex numbers and later types.
std::optional<ElementType> element_type_of(std::int64_t onnx_type);
/// The number of a type.
onnx::TensorProto::DataType onnx_type_of(ElementType type);
/// Bytes per element in raw data.
std::size_t bytes_of(ElementType type);

/// Whether ONNX itself defines this operator, in any of the versions that the installed library knows.
bool is_onnx_operator(const Node& node);

/// Version of the ONNX library that was linked: "1.12.0".
std::string onnx_version();

}  // namespace scnnsim
