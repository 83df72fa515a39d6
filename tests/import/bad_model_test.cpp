// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <limits>

#include "tests/import/import_case.h"
#include "tests/random/compare_results.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

class BadModel : public ImportCase {
 protected:
  /// A sound model with one convolution.
  ModelBuilder sound() {
    ModelBuilder model;
    model.input("x", {1, 2, 4, 4})
        .floats("W", {2, 2, 3, 3}, random_floats(36), WeightSource::raw_initializer);
    model.node("Conv", {"x", "W"}, "y");
    model.output("y");
    return model;
  }
  std::string image() { return npy("x.npy", {1, 2, 4, 4}, random_floats(32)); }

  static onnx::TensorProto& weights(ModelBuilder& model) { return *model.graph().mutable_initializer(0); }
  static onnx::NodeProto& conv(ModelBuilder& model) { return *model.graph().mutable_node(0); }

  void expect_bytes_refused(const std::string& bytes, const std::vector<std::string>& texts) {
    std::ofstream(file("bytes.onnx"), std::ios::binary) << bytes;
    testing::expect_user_error(
        [&] {
          import_model(
              settings_of({file("bytes.onnx").string(), "--out", file("out").string(), "--input", image()}));
        },
        texts);
    expect_nothing_left();
  }
};

TEST_F(BadModel, IsNamedInOneMessage) {
  struct Mistake {
    const char* what;
    std::function<void(ModelBuilder&)> make;
    std::vector<std::string> texts;
  };
  const Mistake mistakes[] = {
      {"raw data too short",
       [](auto& m) { weights(m).mutable_raw_data()->resize(100); },
       {"initializer \"W\"", "got 100 bytes", "expected 144"}},
      {"negative dimension",
       [](auto& m) { weights(m).set_dims(0, -2); },
       {"initializer \"W\"", "dimension -2"}},
      {"huge dimensions",
       [](auto& m) {
         for (int d = 0; d < 4; ++d) weights(m).set_dims(d, std::int64_t{1} << 40);
       },
       {"initializer \"W\"", "more than"}},
      {"no type", [](auto& m) { weights(m).set_data_type(0); }, {"initializer \"W\"", "type"}},
      {"NaN",
       [](auto& m) {
         weights(m) = float_tensor("W", {2, 2, 3, 3},
                                   std::vector<float>(36, std::numeric_limits<float>::quiet_NaN()), true);
       },
       {"node y (Conv)", "\"W\"", "nan", "finite"}},
      {"other channels",
       [](auto& m) {
         weights(m).set_dims(1, 1);
         weights(m).set_dims(0, 4);
       },
       {"node y (Conv)", "\"W\"", "got (4, 1, 3, 3)"}},
      {"other rank",
       [](auto& m) {
         weights(m).mutable_dims()->RemoveLast();
         weights(m).set_dims(2, 9);
       },
       {"node y (Conv)", "\"W\""}},
      {"groups", [](auto& m) { set(conv(m), "group", std::int64_t{0}); }, {"node y (Conv)", "groups"}},
      {"strides",
       [](auto& m) {
         set(conv(m), "strides", Dimensions{0, 1});
       },
       {"node y (Conv)", "strides", "got 0"}},
      {"negative pads",
       [](auto& m) {
         set(conv(m), "pads", Dimensions{0, -1, 0, 0});
       },
       {"node y (Conv)", "pads", "got -1"}},
      {"too few pads",
       [](auto& m) {
         set(conv(m), "pads", Dimensions{1, 1});
       },
       {"node y (Conv)", "pads", "got 2 numbers", "expected 4"}},
      {"auto_pad",
       [](auto& m) { set(conv(m), "auto_pad", std::string("SOME")); },
       {"node y (Conv)", "auto_pad", "SOME"}},
      {"attribute's type",
       [](auto& m) { set(conv(m), "strides", std::string("2")); },
       {"node y (Conv)", "strides"}},
      {"kernel_shape",
       [](auto& m) {
         set(conv(m), "kernel_shape", Dimensions{5, 5});
       },
       {"node y (Conv)", "kernel_shape"}},
      {"filter larger than plane",
       [](auto& m) {
         set(conv(m), "dilations", Dimensions{4, 4});
       },
       {"node y (Conv)"}},
      {"cycle",
       [](auto& m) {
         conv(m).set_input(0, "z");
         m.node("Relu", {"y"}, "z");
       },
       {"cycle"}},
      {"nothing makes the input",
       [](auto& m) { conv(m).set_input(0, "ghost"); },
       {"node y (Conv)", "\"ghost\""}},
      {"two producers",
       [](auto& m) { m.node("Relu", {"x"}, "y").set_name("second"); },
       {"node second (Relu)", "\"y\""}},
      {"unknown operator",
       [](auto& m) {
         conv(m).set_input(0, "a");
         m.node("Frobnicate", {"x"}, "a");
       },
       {"node a (Frobnicate)", "unknown operator"}},
      {"unknown domain",
       [](auto& m) {
         conv(m).set_input(0, "a");
         m.node("Relu", {"x"}, "a").set_domain("my.own");
       },
       {"node a (Relu)", "my.own"}},
      {"old opset", [](auto& m) { m.model().mutable_opset_import(0)->set_version(6); }, {"opset", "got 6"}},
      {"no opset", [](auto& m) { m.model().clear_opset_import(); }, {"opset"}},
      {"no nodes", [](auto& m) { m.graph().clear_node(); }, {"no nodes"}},
      {"no layers",
       [](auto& m) {
         conv(m).set_op_type("Sum");
         weights(m).clear_dims();
         m.graph().clear_initializer();
         conv(m).mutable_input()->RemoveLast();
       },
       {"no layer"}},
      {"dynamic weights",
       [](auto& m) {
         m.floats("c", {2, 2, 3, 3}, std::vector<float>(36, 1));
         conv(m).set_input(1, "v");
         set(m.node("ReduceMean", {"x"}, "mean"), "keepdims", std::int64_t{0});
         m.node("Mul", {"c", "mean"}, "v");
       },
       {"no layer", "node y (Conv)", "\"v\"", "depend on an input"}},
      {"external data outside",
       [](auto& m) {
         weights(m).clear_raw_data();
         weights(m).set_data_location(onnx::TensorProto::EXTERNAL);
         auto& entry = *weights(m).add_external_data();
         entry.set_key("location");
         entry.set_value("../secret");
       },
       {"initializer \"W\"", "../secret", "inside"}},
      {"external data missing",
       [](auto& m) {
         weights(m).clear_raw_data();
         weights(m).set_data_location(onnx::TensorProto::EXTERNAL);
         auto& entry = *weights(m).add_external_data();
         entry.set_key("location");
         entry.set_value("nowhere.bin");
       },
       {"nowhere.bin"}}};
  for (const Mistake& mistake : mistakes) {
    SCOPED_TRACE(mistake.what);
    ModelBuilder model = sound();
    mistake.make(model);
    expect_refused(model, {image()}, mistake.texts);
  }
}

TEST_F(BadModel, ReadsExternalData) {
  ModelBuilder model = sound();
  const std::string bytes = weights(model).raw_data();
  std::ofstream(file("weights.bin"), std::ios::binary) << "12345678" << bytes;
  weights(model).clear_raw_data();
  weights(model).set_data_location(onnx::TensorProto::EXTERNAL);
  for (const auto& [key, value] : {std::pair{"location", "weights.bin"}, std::pair{"offset", "8"}}) {
    auto& entry = *weights(model).add_external_data();
    entry.set_key(key);
    entry.set_value(value);
  }
  import(model, {image()});
  expect_consistent(stored()[0]);
  auto& length = *weights(model).add_external_data();
  length.set_key("length");
  length.set_value("140");
  expect_refused(model, {image()}, {"initializer \"W\"", "length", "got 140", "expected 144"});
}

TEST_F(BadModel, FollowsLinksToExternalDataInsideItsFolderAlone) {
  ModelBuilder model = sound();
  const std::string bytes = weights(model).raw_data();
  weights(model).clear_raw_data();
  weights(model).set_data_location(onnx::TensorProto::EXTERNAL);
  auto& entry = *weights(model).add_external_data();
  entry.set_key("location");
  entry.set_value("link.bin");
  std::ofstream(file("weights.bin"), std::ios::binary) << bytes;
  std::filesystem::create_symlink("weights.bin", file("link.bin"));
  import(model, {image()});
  expect_consistent(stored()[0]);
  const testing::ScratchFolder elsewhere;
  std::ofstream(elsewhere / "weights.bin", std::ios::binary) << bytes;
  std::filesystem::remove(file("link.bin"));
  std::filesystem::create_symlink(elsewhere / "weights.bin", file("link.bin"));
  expect_refused(model, {image()},
                 {"initializer \"W\"", "link.bin", "a link to", "inside the model's folder"});
}

TEST_F(BadModel, IsNoModelOrTruncated) {
  expect_bytes_refused("", {"bytes.onnx"});
  expect_bytes_refused("no model at all", {"bytes.onnx", "no ONNX model"});
  std::string bytes;
  sound().model().SerializeToString(&bytes);
  expect_bytes_refused(bytes.substr(0, bytes.size() / 2), {"bytes.onnx", "truncated"});
}

TEST_F(BadModel, HasNothingWhereANumberIsExpected) {
  for (const bool pads : {true, false}) {
    ModelBuilder model;
    model.input("x", {1, 2, 4, 4}).floats("W", {2, 2, 3, 3}, random_floats(36)).floats("none", {0}, {});
    model.integers("pads", {8}, Dimensions(8, 1), onnx::TensorProto::INT64).floats("one", {}, {1});
    if (pads)
      model.node("Pad", {"x", "pads", "none"}, "p");
    else
      model.node("Range", {"one", "none", "one"}, "p");
    model.node("Add", {"x", "p"}, "sum");
    model.node("Conv", {"sum", "W"}, "y");
    model.output("y");
    expect_refused(model, {image()}, {"node p", "\"none\"", "expected one number"});
  }
}

TEST_F(BadModel, MayHaveOneNameForAllNodes) {
  ModelBuilder model = sound();
  conv(model).set_name("a-3");
  for (int i = 0; i < 3; ++i) {
    const std::string output = fmt::format("y{}", i);
    model.node("Conv", {"x", "W"}, output).set_name("a");
    model.output(output);
  }
  import(model, {image()});
  std::vector<std::string> names;
  for (const TracedLayer& layer : stored()) names.push_back(layer.description.name);
  EXPECT_EQ(names, (std::vector<std::string>{"a-3", "a", "a-2", "a-4"}));
}

TEST_F(BadModel, MayHaveVeryLongNames) {
  ModelBuilder model = sound();
  conv(model).set_name(std::string(3000, 'n'));
  import(model, {image()});
  EXPECT_EQ(stored()[0].description.name, std::string(3000, 'n'));
}

TEST_F(BadModel, NamesWhatAnOperatorThatCannotRunKeepsOut) {
  ModelBuilder model = sound();
  model.floats("V", {2, 2, 1, 1}, random_floats(4));
  model.node("NonZero", {"y"}, "z");
  model.node("Conv", {"z", "V"}, "w");
  const ImportReport report = import(model, {image()});
  ASSERT_EQ(report.layers.size(), 1U);
  ASSERT_EQ(report.left_out.size(), 1U);
  EXPECT_EQ(report.left_out[0].node, "node w (Conv)");
  EXPECT_NE(report.left_out[0].reason.find("node z (NonZero)"), std::string::npos)
      << report.left_out[0].reason;
}

/// Changes, removes or inserts a few bytes.
class MutatedModels : public ImportCase {
 protected:
  std::string mutated(std::string bytes) {
    for (std::int64_t n = pick(1, 3); n > 0; --n) {
      const auto at = static_cast<std::size_t>(pick(0, static_cast<std::int64_t>(bytes.size()) - 1));
      const std::int64_t how = pick(0, 3);
      if (how == 0) bytes[at] = static_cast<char>(pick(0, 255));
      if (how == 1) bytes[at] = static_cast<char>(bytes[at] ^ 1 << pick(0, 7));
      if (how == 2) bytes.erase(at, static_cast<std::size_t>(pick(1, 4)));
      if (how == 3) bytes.insert(at, 1, static_cast<char>(pick(0, 255)));
    }
    return bytes;
  }

  /// Every mutation either imports or is refused as the user's mistake, and leaves nothing behind.
  void check(const ModelBuilder& model, std::uint64_t mutations) {
    std::string bytes;
    model.model().SerializeToString(&bytes);
    const std::string x = npy("x.npy", {1, 2, 4, 4}, random_floats(32));
    const ImportSettings settings =
        settings_of({file("model.onnx").string(), "--out", file("out").string(), "--input", x});
    std::size_t imported = 0, refused = 0;
    for (std::uint64_t i = 0; i < mutations; ++i) {
      std::ofstream(file("model.onnx"), std::ios::binary) << mutated(bytes);
      try {
        import_model(settings);
        ++imported;
        std::filesystem::remove_all(file("out"));
      } catch (const UserError&) {
        ++refused;
      } catch (const std::exception& error) {
        ADD_FAILURE() << "mutation " << i << ": " << error.what();
      }
      expect_nothing_left();
    }
    EXPECT_GT(imported, 0U);
    EXPECT_GT(refused, 0U);
  }
};

TEST_F(MutatedModels, OfFloats) {
  ModelBuilder model(11);
  model.input("x", {1, 2, 4, 4}).floats("W", {2, 2, 3, 3}, random_floats(36)).floats("s", {2}, {1, 2});
  model.integers("shape", {2}, {1, -1}, onnx::TensorProto::INT64).floats("G", {8, 2}, random_floats(16));
  set(model.node("Conv", {"x", "W"}, "c"), "pads", Dimensions{0, 0, 0, 0});
  model.node("BatchNormalization", {"c", "s", "s", "s", "s"}, "n");
  model.node("Relu", {"n"}, "r");
  model.node("Reshape", {"r", "shape"}, "f");
  model.node("MatMul", {"f", "G"}, "y");
  model.output("y");
  check(model, random_cases(1500));
}

TEST_F(MutatedModels, OfIntegers) {
  ModelBuilder model(13);
  model.input("x", {1, 2, 4, 4}).floats("s", {}, {0.1F}).integers("z", {}, {128}, onnx::TensorProto::UINT8);
  model.integers("w", {2, 2, 2, 2}, std::vector<std::int64_t>(16, 100), onnx::TensorProto::UINT8);
  model.node("QuantizeLinear", {"x", "s", "z"}, "xq");
  model.node("QLinearConv", {"xq", "s", "z", "w", "s", "z", "s", "z"}, "yq");
  model.node("DequantizeLinear", {"yq", "s", "z"}, "yr");
  model.node("DequantizeLinear", {"w", "s", "z"}, "wr");
  model.node("Conv", {"yr", "wr"}, "y");
  model.output("y");
  check(model, random_cases(1500));
}

TEST_F(MutatedModels, OfMovedTensors) {
  ModelBuilder model(13);
  constexpr auto int64 = onnx::TensorProto::INT64;
  model.input("x", {1, 2, 4, 4})
      .floats("W", {2, 2, 1, 1}, random_floats(4))
      .floats("V", {1, 4, 1, 1}, random_floats(4));
  model.integers("pads", {8}, {0, 0, 1, 1, 0, 0, 1, 1}, int64).integers("zero", {1}, {0}, int64);
  model.integers("five", {1}, {5}, int64)
      .integers("two", {1}, {2}, int64)
      .integers("pick", {2}, {1, 0}, int64);
  model.node("Pad", {"x", "pads"}, "p");
  model.node("Slice", {"p", "zero", "five", "two"}, "s");
  set(model.node("Gather", {"s", "pick"}, "g"), "axis", std::int64_t{1});
  set(model.node("Transpose", {"g"}, "t"), "perm", Dimensions{0, 1, 3, 2});
  onnx::NodeProto& pool = model.node("MaxPool", {"t"}, "m");
  set(pool, "kernel_shape", Dimensions{2, 2}), set(pool, "strides", Dimensions{2, 2});
  model.node("Conv", {"m", "W"}, "c");
  set(model.node("Concat", {"c", "m"}, "cc"), "axis", std::int64_t{1});
  model.node("Conv", {"cc", "V"}, "y");
  model.output("y");
  check(model, random_cases(1500));
}

}  // namespace
}  // namespace scnnsim
