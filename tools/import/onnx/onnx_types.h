// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include <onnx/onnx_pb.h>

#include "tools/import/model/value.h"

namespace scnnsim {

/// The element type of a number in an ONNX file; nothing for strings, complex numbers and later types.
std::optional<ElementType> element_type_of(std::int64_t onnx_type);
/// The number of a type.
onnx::TensorProto::DataType onnx_type_of(ElementType type);
/// Bytes per element in raw data.
std::size_t bytes_of(ElementType type);

}  // namespace scnnsim
