// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tests/import/import_case.h"

namespace scnnsim {

/// Models of a convolution and what follows it.
class FoldingImport : public ImportCase {
 protected:
  /// x -> Conv "conv" of 3 filters, 3 x 3, without bias; its output is "conv".
  ModelBuilder conv(std::int64_t opset = 13) {
    ModelBuilder model(opset);
    model.input("x", {1, 2, 6, 6}).floats("W", {3, 2, 3, 3}, random_floats(54, 0.5));
    set(model.node("Conv", {"x", "W"}, "conv"), "pads", Dimensions{1, 1, 1, 1});
    return model;
  }
  std::vector<TracedLayer> import_conv(ModelBuilder& model, const std::string& output) {
    model.output(output);
    report_ = import(model, {npy("x.npy", {1, 2, 6, 6}, random_floats(72))});
    return stored();
  }
  ImportReport report_;
};

}  // namespace scnnsim
