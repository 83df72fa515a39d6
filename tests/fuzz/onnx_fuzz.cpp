// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_targets.h"
#include "tools/import/layers/layer_plan.h"
#include "tools/import/onnx/read_model.h"
#include "tools/import/run/execution.h"
#include "traces/support/error.h"

namespace scnnsim::fuzz {

bool onnx(std::string_view bytes) {
  try {
    Graph graph = read_model(scratch_file("model.onnx", bytes));
    fold_constants(graph);
    find_layers(graph);
    return true;
  } catch (const UserError&) {
    return false;
  }
}

}  // namespace scnnsim::fuzz
