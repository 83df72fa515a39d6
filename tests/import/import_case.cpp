// SPDX-License-Identifier: Apache-2.0
#include "tests/import/import_case.h"

#include <algorithm>
#include <cmath>

#include "sim/cli/trace/import_options.h"
#include "traces/npy.h"
#include "traces/support/error.h"

namespace scnnsim {

namespace fs = std::filesystem;

std::string ImportCase::npy(const std::string& name, const Dimensions& dimensions,
                            const std::vector<float>& values) const {
  Tensor<float> tensor;
  tensor.shape.assign(dimensions.begin(), dimensions.end());
  tensor.data = values;
  write_npy(file(name), tensor);
  return file(name).string();
}

ImportSettings settings_of(const std::vector<std::string>& arguments) {
  CommandLine command = options_of_import();
  command.parse(arguments);
  return read_settings(command);
}

ImportReport ImportCase::import(const ModelBuilder& model, const std::vector<std::string>& inputs,
                                const std::vector<std::string>& options) const {
  model.save(file("model.onnx"));
  std::vector<std::string> arguments{file("model.onnx").string(), "--out", file("out").string()};
  for (const std::string& input : inputs) arguments.insert(arguments.end(), {"--input", input});
  arguments.insert(arguments.end(), options.begin(), options.end());
  fs::remove_all(file("out"));
  return import_model(settings_of(arguments));
}

namespace {

Tensor<double> read(const fs::path& file, const Shape& shape) {
  std::vector<NpyType> types;
  for (std::size_t i = 0; i < EnumNames<NpyType>::names.size(); ++i) types.push_back(static_cast<NpyType>(i));
  const NpyTensor tensor = read_npy(file, {"test", types, shape});
  Tensor<double> result;
  std::visit(
      [&](const auto& values) {
        result.shape = values.shape;
        result.data.assign(values.data.begin(), values.data.end());
      },
      static_cast<const NpyValues&>(tensor));
  return result;
}

}  // namespace

std::vector<TracedLayer> ImportCase::stored(const std::string& name) const {
  const Trace trace = Trace::open(file(name));
  std::vector<TracedLayer> layers;
  for (const TraceLayer& layer : trace.layers) {
    trace.load(layer, widest_operand);
    const LayerShape& s = layer.description.shape;
    TracedLayer one;
    one.description = layer.description;
    one.weights = read(trace.folder / layer.weights_file, {s.K, s.channels_per_group(), s.R, s.S});
    one.activations = read(trace.folder / layer.activations_file, {s.C, s.H, s.W});
    if (!layer.bias_file.empty()) one.bias = read(trace.folder / layer.bias_file, {s.K});
    one.output = read(trace.folder / layer.output_file, {s.K, s.P(), s.Q()});
    one.written = read(trace.folder / layer.written_file, {s.K, 0, 0});
    layers.push_back(std::move(one));
  }
  return layers;
}

void ImportCase::expect_refused(const ModelBuilder& model, const std::vector<std::string>& inputs,
                                const std::vector<std::string>& texts,
                                const std::vector<std::string>& options) const {
  try {
    import(model, inputs, options);
    ADD_FAILURE() << "imported, expected a message with " << texts.front();
  } catch (const UserError& error) {
    for (const std::string& text : texts)
      EXPECT_NE(std::string(error.what()).find(text), std::string::npos)
          << error.what() << "\nlacks: " << text;
  }
  expect_nothing_left();
}

void ImportCase::expect_nothing_left() const {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_.path())) {
    const std::string name = entry.path().filename().string();
    EXPECT_TRUE(name.front() != '.' && name != "out") << name << " was left behind";
  }
}

std::vector<float> ImportCase::random_floats(std::size_t count, double density) {
  std::normal_distribution<float> normal;
  std::bernoulli_distribution keeps(density);
  std::vector<float> values(count);
  for (float& value : values) value = keeps(random_) ? normal(random_) : 0;
  return values;
}

std::int64_t ImportCase::pick(std::int64_t from, std::int64_t to) {
  return std::uniform_int_distribution<std::int64_t>(from, to)(random_);
}

std::vector<double> plain_convolution(const TracedLayer& layer) {
  const LayerShape& s = layer.description.shape;
  const std::int64_t C = s.channels_per_group();
  std::vector<double> output;
  for (std::int64_t k = 0; k < s.K; ++k)
    for (std::int64_t p = 0; p < s.P(); ++p)
      for (std::int64_t q = 0; q < s.Q(); ++q) {
        double sum = layer.bias.empty() ? 0 : layer.bias.data[static_cast<std::size_t>(k)];
        for (std::int64_t c = 0; c < C; ++c)
          for (std::int64_t r = 0; r < s.R; ++r)
            for (std::int64_t t = 0; t < s.S; ++t) {
              const std::int64_t h = p * s.stride_h + r * s.dilation_h - s.pad_top,
                                 w = q * s.stride_w + t * s.dilation_w - s.pad_left;
              if (h < 0 || w < 0 || h >= s.H || w >= s.W) continue;
              const std::int64_t channel = k / s.filters_per_group() * C + c;
              sum += layer.weights.data[static_cast<std::size_t>(((k * C + c) * s.R + r) * s.S + t)] *
                     layer.activations.data[static_cast<std::size_t>((channel * s.H + h) * s.W + w)];
            }
        output.push_back(sum);
      }
  return output;
}

void expect_near(const std::vector<double>& got, const std::vector<double>& expected,
                 const std::string& what) {
  ASSERT_EQ(got.size(), expected.size()) << what;
  double largest = 1e-3;
  for (const double value : expected) largest = std::max(largest, std::fabs(value));
  for (std::size_t i = 0; i < got.size(); ++i)
    ASSERT_NEAR(got[i], expected[i], 2e-5 * largest) << what << " at " << i;
}

void expect_consistent(const TracedLayer& layer) {
  expect_near(layer.output.data, plain_convolution(layer), layer.description.name + ": output");
}

}  // namespace scnnsim
