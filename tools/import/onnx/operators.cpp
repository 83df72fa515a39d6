// SPDX-License-Identifier: Apache-2.0
#include "tools/import/onnx/operators.h"

#include <onnx/common/version.h>
#include <onnx/defs/schema.h>

#include <limits>

namespace scnnsim {

bool is_onnx_operator(const Node& node) {
  return onnx::OpSchemaRegistry::Schema(node.op, std::numeric_limits<int>::max(), node.domain) != nullptr;
}

std::string onnx_version() {
  return onnx::LAST_RELEASE_VERSION;
}

}  // namespace scnnsim
