// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/import/model/graph.h"

namespace scnnsim {

/// Whether ONNX itself defines this operator, in any of the versions that the installed library knows.
bool is_onnx_operator(const Node& node);

/// Version of the ONNX library that was linked: "1.12.0".
std::string onnx_version();

}  // namespace scnnsim
