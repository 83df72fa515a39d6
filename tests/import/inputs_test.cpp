// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <fstream>
#include <opencv2/imgcodecs.hpp>

#include "tests/import/import_case.h"
#include "traces/npy.h"

namespace scnnsim {
namespace {

class ImportInputs : public ImportCase {
 protected:
  /// A 1 x 1 convolution: the trace's activations are the input.
  ModelBuilder model(const Dimensions& input) {
    ModelBuilder model;
    model.input("x", input)
        .floats("W", {1, input[1], 1, 1}, random_floats(static_cast<std::size_t>(input[1])));
    model.node("Conv", {"x", "W"}, "y");
    model.output("y");
    return model;
  }

  /// A 2 x 3 image whose pixel at row r, column c is (b, g, r) = (10 r + c, 100, 200).
  std::string png() const {
    cv::Mat image(2, 3, CV_8UC3);
    for (int row = 0; row < 2; ++row)
      for (int column = 0; column < 3; ++column)
        image.at<cv::Vec3b>(row, column) = cv::Vec3b(static_cast<unsigned char>(10 * row + column), 100, 200);
    cv::imwrite(file("image.png").string(), image);
    return file("image.png").string();
  }
};

TEST_F(ImportInputs, ScalesAnImagesChannels) {
  const ModelBuilder rgb = model({1, 3, 2, 3});
  import(rgb, {png()});
  auto x = stored()[0].activations.data;
  EXPECT_FLOAT_EQ(static_cast<float>(x[0]), 200 / 255.0F);
  EXPECT_FLOAT_EQ(static_cast<float>(x[17]), 12 / 255.0F);
  import(rgb, {png()}, {"--channels", "bgr", "--mean", "1,2,3", "--scale", "2,0.5,1"});
  x = stored()[0].activations.data;
  EXPECT_FLOAT_EQ(static_cast<float>(x[5]), (12 - 1) * 2);
  EXPECT_FLOAT_EQ(static_cast<float>(x[6]), (100 - 2) * 0.5F);
  EXPECT_FLOAT_EQ(static_cast<float>(x[12]), 200 - 3);
}

TEST_F(ImportInputs, TakesTheSizeOfTheModelOfTheOptionOrOfTheImage) {
  const auto shape = [&](const Dimensions& input, const std::vector<std::string>& options) {
    import(model(input), {png()}, options);
    return stored()[0].activations.shape;
  };
  EXPECT_EQ(shape({1, 3, 5, 7}, {}), (Shape{3, 5, 7}));
  EXPECT_EQ(shape({1, 3, 0, 0}, {}), (Shape{3, 2, 3}));
  EXPECT_EQ(shape({0, 3, 0, 0}, {"--size", "4x6"}), (Shape{3, 4, 6}));
  EXPECT_EQ(shape({1, 1, 0, 0}, {"--size", "4"}), (Shape{1, 4, 4}));
  expect_refused(model({1, 3, 5, 7}), {png()}, {"image.png", "\"x\"", "expected float32 (1, 3, 5, 7)"},
                 {"--size", "8"});
}

TEST_F(ImportInputs, NotesResizedImages) {
  const auto notes = [&](const Dimensions& input) { return import(model(input), {png()}).notes; };
  EXPECT_EQ(notes({1, 3, 2, 3}), std::vector<std::string>{});
  const std::string resized = "input \"x\": image.png was resized from 3 x 2 to ";
  EXPECT_EQ(notes({1, 3, 4, 6}), std::vector<std::string>{resized + "6 x 4 pixels (width x height)"});
  EXPECT_EQ(
      notes({1, 3, 5, 7}),
      std::vector<std::string>{resized + "7 x 5 pixels (width x height), which changes its proportions"});
  EXPECT_NE(Trace::open(file("out")).provenance.find("notes:\n  - \"input "), std::string::npos);
}

TEST_F(ImportInputs, ResizesWithoutRounding) {
  import(model({1, 3, 2, 6}), {png()}, {"--scale", "1"});
  EXPECT_FLOAT_EQ(static_cast<float>(stored()[0].activations.data[25]), 0.25F);  // blue, between 0 and 1
}

TEST_F(ImportInputs, RefusesImagesThatAreNone) {
  std::ofstream(file("bad.png"), std::ios::binary) << "\x89PNG\r\n\x1a\n and then nothing";
  expect_refused(model({1, 3, 2, 3}), {file("bad.png").string()}, {"bad.png", "\"x\"", "no image"});
  std::ofstream(file("text.jpg")) << "hello";
  expect_refused(model({1, 3, 2, 3}), {file("text.jpg").string()}, {"text.jpg", "no image"});
  std::ofstream(file("data.bin")) << "hello";
  expect_refused(model({1, 3, 2, 3}), {file("data.bin").string()}, {"data.bin", "neither"});
  expect_refused(model({1, 5, 2, 4}), {png()}, {"image.png", "1 or 3 channels"});
  expect_refused(model({1, 3, 2, 3}), {png()}, {"--mean", "got 2 numbers"}, {"--mean", "1,2"});
}

TEST_F(ImportInputs, AddsABatchAndSplitsOne) {
  const ModelBuilder one = model({1, 2, 2, 2});
  const auto x = random_floats(24);
  import(one, {npy("x.npy", {2, 2, 2}, {x.begin(), x.begin() + 8})});
  EXPECT_EQ(stored()[0].activations.data, std::vector<double>(x.begin(), x.begin() + 8));
  const std::string batch = npy("many.npy", {3, 2, 2, 2}, x);
  for (const Dimensions& input : {Dimensions{1, 2, 2, 2}, Dimensions{0, 2, 2, 2}}) {
    const ImportReport report = import(model(input), {batch});
    ASSERT_EQ(report.traces.size(), 3U);
    EXPECT_EQ(stored("out/many-2")[0].activations.data, std::vector<double>(x.begin() + 16, x.end()));
    EXPECT_EQ(stored("out/many-0")[0].activations.data, std::vector<double>(x.begin(), x.begin() + 8));
    ASSERT_EQ(report.layers.size(), 1U);
    EXPECT_EQ(report.layers[0].activations.size(), 3U);
  }
  EXPECT_EQ(import(one, {batch}, {"--images", "2"}).traces.size(), 2U);
}

TEST_F(ImportInputs, RefusesMoreImagesThanAFixedBatchGives) {
  const ModelBuilder fixed = model({3, 2, 2, 2});
  const auto x = random_floats(24);
  const std::string batch = npy("x.npy", {3, 2, 2, 2}, x), other = npy("z.npy", {3, 2, 2, 2}, x);
  expect_refused(fixed, {batch}, {"--images: got 2, expected 1 at most", "fixed batch of 3", "--batch"},
                 {"--images", "2"});
  EXPECT_EQ(import(fixed, {batch}, {"--images", "1"}).traces.size(), 1U);
  EXPECT_EQ(import(fixed, {batch, other}, {"--images", "2"}).traces.size(), 2U);
}

TEST_F(ImportInputs, MakesATracePerFile) {
  const ModelBuilder one = model({1, 2, 2, 2});
  const auto a = random_floats(8), b = random_floats(8);
  import(one, {npy("a.npy", {1, 2, 2, 2}, a), "x=" + npy("b.npy", {1, 2, 2, 2}, b)});
  EXPECT_EQ(stored("out/a")[0].activations.data, std::vector<double>(a.begin(), a.end()));
  EXPECT_EQ(stored("out/b")[0].activations.data, std::vector<double>(b.begin(), b.end()));
}

TEST_F(ImportInputs, ReadsOnnxTensors) {
  const auto x = random_floats(8);
  const auto write = [&](const onnx::TensorProto& tensor) {
    std::ofstream stream(file("x.pb"), std::ios::binary);
    tensor.SerializeToOstream(&stream);
  };
  write(float_tensor("x", {1, 2, 2, 2}, x, true));
  import(model({1, 2, 2, 2}), {file("x.pb").string()});
  EXPECT_EQ(stored()[0].activations.data, std::vector<double>(x.begin(), x.end()));
  onnx::TensorProto halves;
  halves.set_data_type(onnx::TensorProto::FLOAT16);
  for (const std::int64_t d : {1, 2, 2, 2}) halves.add_dims(d);
  for (const int bits : {0x3c00, 0xc000, 0x3555, 0x0001, 0x7bff, 0, 0x8000, 0x03ff})
    halves.add_int32_data(bits);
  write(halves);
  const ImportReport report = import(model({1, 2, 2, 2}), {file("x.pb").string()});
  const auto got = stored()[0].activations.data;
  EXPECT_EQ(got[0], 1);
  EXPECT_EQ(got[1], -2);
  EXPECT_NEAR(got[2], 1 / 3.0, 1e-4);
  EXPECT_EQ(got[3], std::ldexp(1, -24));
  EXPECT_EQ(got[4], 65504);
  EXPECT_EQ(got[7], std::ldexp(1023, -24));
  ASSERT_EQ(report.notes.size(), 1U);
  EXPECT_NE(report.notes[0].find("float16 was cast to float32"), std::string::npos);
}

TEST_F(ImportInputs, RefusesWhatDoesNotFit) {
  const ModelBuilder one = model({1, 2, 2, 2});
  expect_refused(one, {}, {"nothing is given for \"x\"", "float32 (1, 2, 2, 2)"});
  expect_refused(one, {npy("x.npy", {1, 2, 2, 3}, random_floats(12))},
                 {"x.npy", "\"x\"", "got float32 (1, 2, 2, 3)", "expected float32 (1, 2, 2, 2)"});
  expect_refused(one, {npy("x.npy", {4, 2}, random_floats(8))}, {"x.npy", "got float32 (4, 2)"});
  expect_refused(one, {"z=" + npy("x.npy", {1, 2, 2, 2}, random_floats(8))},
                 {"unknown input \"z\"", "the model's inputs: x"});
  expect_refused(one, {npy("x.npy", {1, 2, 2, 2}, random_floats(8))}, {"--mean", "no input is an image"},
                 {"--mean", "1"});
  expect_refused(one, {file("absent.npy").string()}, {"absent.npy"});
  expect_refused(one, {npy("nan.npy", {1, 2, 2, 2}, std::vector<float>(8, NAN))},
                 {"nan.npy", "nan", "finite"});
  ModelBuilder integers;
  integers.input("x", {1, 2}, onnx::TensorProto::INT32)
      .integers("w", {2, 1}, {1, 1}, onnx::TensorProto::INT8);
  integers.node("MatMulInteger", {"x", "w"}, "y");
  expect_refused(integers, {npy("x.npy", {1, 2}, random_floats(2))},
                 {"x.npy", "got float32", "expected int32"});
  ModelBuilder two = model({1, 2, 2, 2});
  two.input("mask", {1, 1, 2, 2});
  two.node("Mul", {"y", "mask"}, "z");
  const std::string x = npy("x.npy", {1, 2, 2, 2}, random_floats(8)),
                    mask = npy("m.npy", {1, 1, 2, 2}, random_floats(4));
  expect_refused(two, {x}, {"expected NAME=FILE", "mask: float32 (1, 1, 2, 2)"});
  expect_refused(two, {"x=" + x}, {"nothing is given for \"mask\""});
  import(two, {"x=" + x, "mask=" + mask});
  EXPECT_EQ(stored()[0].activations.size(), 8U);
}

TEST_F(ImportInputs, SaysThatItCastsIntegers) {
  Tensor<std::uint8_t> bytes({1, 2, 2, 2});
  bytes.data = {0, 1, 2, 3, 4, 5, 200, 255};
  write_npy(file("bytes.npy"), bytes);
  const ImportReport report = import(model({1, 2, 2, 2}), {file("bytes.npy").string()});
  EXPECT_EQ(stored()[0].activations.data, std::vector<double>(bytes.data.begin(), bytes.data.end()));
  EXPECT_EQ(report.notes, std::vector<std::string>{"input \"x\": uint8 was cast to float32"});
}

TEST_F(ImportInputs, RefusesNamesThatATraceCannotHave) {
  const std::string x = npy("x.npy", {1, 2, 2, 2}, random_floats(8));
  expect_refused(model({1, 2, 2, 2}), {x}, {"--name", "expected a name"}, {"--name", ""});
  expect_refused(model({1, 2, 2, 2}), {x}, {"--name", "a\\nb", "expected a name"}, {"--name", "a\nb"});
}

TEST_F(ImportInputs, NeedsNoFileForAnInputThatNobodyReads) {
  ModelBuilder one = model({1, 2, 2, 2});
  one.input("unused", {7});
  import(one, {npy("x.npy", {1, 2, 2, 2}, random_floats(8))});
  expect_consistent(stored()[0]);
}

TEST_F(ImportInputs, ChoosesLayersAndWritesProvenance) {
  ModelBuilder two = model({1, 2, 2, 2});
  two.floats("V", {1, 1, 1, 1}, {2});
  two.node("Conv", {"y", "V"}, "second");
  const std::string x = npy("x.npy", {1, 2, 2, 2}, random_floats(8));
  import(two, {x}, {"--layers", "second", "--name", "net"});
  const Trace trace = Trace::open(file("out"));
  EXPECT_EQ(trace.network, "net");
  ASSERT_EQ(trace.layers.size(), 1U);
  EXPECT_EQ(trace.layers[0].description.name, "second");
  EXPECT_EQ(trace.layers[0].description.input, InputLocation::on_chip) << "it is not the network's first";
  for (const char* text :
       {"scnnsim trace import", "model.onnx", "x.npy", "xxh3-128:", "layers: second", "opset: 13"})
    EXPECT_NE(trace.provenance.find(text), std::string::npos) << text << "\n" << trace.provenance;
  expect_refused(two, {x}, {"unknown layer \"secnd\"", "second"}, {"--layers", "secnd"});
}

}  // namespace
}  // namespace scnnsim
