// SPDX-License-Identifier: Apache-2.0
#include "tools/import/onnx/onnx_definitions.h"

#include <onnx/common/version.h>
#include <onnx/defs/schema.h>

#include <limits>

namespace scnnsim {
namespace {

struct TypeRow {
  onnx::TensorProto::DataType onnx;
  ElementType type;
  std::size_t bytes;
};
constexpr TypeRow type_rows[] = {{onnx::TensorProto::FLOAT, ElementType::float32, 4},
                                 {onnx::TensorProto::FLOAT16, ElementType::float16, 2},
                                 {onnx::TensorProto::BFLOAT16, ElementType::bfloat16, 2},
                                 {onnx::TensorProto::DOUBLE, ElementType::float64, 8},
                                 {onnx::TensorProto::INT8, ElementType::int8, 1},
                                 {onnx::TensorProto::UINT8, ElementType::uint8, 1},
                                 {onnx::TensorProto::INT16, ElementType::int16, 2},
                                 {onnx::TensorProto::UINT16, ElementType::uint16, 2},
                                 {onnx::TensorProto::INT32, ElementType::int32, 4},
                                 {onnx::TensorProto::UINT32, ElementType::uint32, 4},
                                 {onnx::TensorProto::INT64, ElementType::int64, 8},
                                 {onnx::TensorProto::UINT64, ElementType::uint64, 8},
                                 {onnx::TensorProto::BOOL, ElementType::boolean, 1}};

const TypeRow& row_of(ElementType type) {
  for (const TypeRow& row : type_rows)
    if (row.type == type) return row;
  return type_rows[0];
}

}  // namespace

std::optional<ElementType> element_type_of(std::int64_t onnx_type) {
  for (const TypeRow& row : type_rows)
    if (row.onnx == onnx_type) return row.type;
  return std::nullopt;
}

onnx::TensorProto::DataType onnx_type_of(ElementType type) {
  return row_of(type).onnx;
}

std::size_t bytes_of(ElementType type) {
  return row_of(type).bytes;
}

bool is_onnx_operator(const Node& node) {
  return onnx::OpSchemaRegistry::Schema(node.op, std::numeric_limits<int>::max(), node.domain) != nullptr;
}

std::string onnx_version() {
  return onnx::LAST_RELEASE_VERSION;
}

}  // namespace scnnsim
