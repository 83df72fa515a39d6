// SPDX-License-Identifier: Apache-2.0
#include "tests/import/import_case.h"

namespace scnnsim {
namespace {

/// A convolution of a chain: its node's name and its weights' name.
struct NamedLayer {
  std::string node, weights;
};

class ImportNames : public ImportCase {
 protected:
  /// The trace's names of a chain of 1 x 1 convolutions.
  std::vector<std::string> names(const std::string& producer, const std::vector<NamedLayer>& chain) {
    ModelBuilder model;
    model.model().set_producer_name(producer);
    model.input("x0", {1, 2, 2, 2});
    for (std::size_t i = 0; i < chain.size(); ++i) {
      if (i == 0 || chain[i].weights != chain[i - 1].weights)
        model.floats(chain[i].weights, {2, 2, 1, 1}, random_floats(4));
      onnx::NodeProto& node =
          model.node("Conv", {"x" + std::to_string(i), chain[i].weights}, "x" + std::to_string(i + 1));
      node.set_name(chain[i].node);
    }
    model.output("x" + std::to_string(chain.size()));
    import(model, {npy("x.npy", {1, 2, 2, 2}, random_floats(8))});
    std::vector<std::string> names;
    for (const auto& layer : Trace::open(file("out")).layers) names.push_back(layer.description.name);
    return names;
  }
};

using Names = std::vector<std::string>;

TEST_F(ImportNames, AreThoseOfModulesInModelsOfPyTorch) {
  EXPECT_EQ(names("pytorch", {{"/stem/Conv", "onnx::Conv_5"},
                              {"/features/features.1/conv/conv.0/conv.0.0/Conv", "onnx::Conv_6"},
                              {"/layer1/layer1.0/conv2/Conv", "layer1.0.conv2.weight"},
                              {"/layer1/layer10/Conv", "onnx::Conv_7"}}),
            (Names{"stem", "features.1.conv.0.0", "layer1.0.conv2", "layer1.layer10"}));
}

TEST_F(ImportNames, AreNumberedWhereAModuleRunsTwice) {
  EXPECT_EQ(names("pytorch", {{"/twice/Conv", "twice.weight"}, {"/twice_1/Conv", "twice.weight"}}),
            (Names{"twice", "twice-2"}));
  EXPECT_EQ(names("pytorch", {{"/a/Conv", "onnx::Conv_1"}, {"/b/Conv", "a.weight"}}), (Names{"a", "a-2"}));
}

TEST_F(ImportNames, AreThoseOfNodesElsewhere) {
  EXPECT_EQ(names("pytorch", {{"/Conv", "w"}, {"Conv_3", "v"}}), (Names{"/Conv", "Conv_3"}));
  EXPECT_EQ(names("tf2onnx", {{"/stem/Conv", "stem.weight"}}), (Names{"/stem/Conv"}));
}

TEST_F(ImportNames, ChooseLayers) {
  ModelBuilder model;
  model.model().set_producer_name("pytorch");
  model.input("x", {1, 2, 2, 2}).floats("a.weight", {2, 2, 1, 1}, random_floats(4));
  model.node("Conv", {"x", "a.weight"}, "y").set_name("/a/Conv");
  model.output("y");
  const std::string x = npy("x.npy", {1, 2, 2, 2}, random_floats(8));
  import(model, {x}, {"--layers", "a"});
  expect_refused(model, {x}, {"unknown layer \"/a/Conv\"", "known layers: a"}, {"--layers", "/a/Conv"});
}

}  // namespace
}  // namespace scnnsim
