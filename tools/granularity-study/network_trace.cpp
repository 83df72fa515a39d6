// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/network_trace.h"

#include "sim/cli/standard_streams.h"
#include "tools/granularity-study/tensors.h"
#include "traces/npy.h"
#include "traces/support/output_folder.h"
#include "traces/trace.h"

namespace scnnsim {

namespace {

/// Float tensors of a layer.
struct FloatLayer {
  Tensor<float> weights, bias, activations, output, written;
};

/// A feature map of one image, (1, C, H, W) or (1, C), as (C, H, W).
Tensor<float> plane_of(const torch::Tensor& map) {
  const auto size = [&](std::int64_t dimension) {
    return dimension < map.dim() ? static_cast<std::size_t>(map.size(dimension)) : 1;
  };
  return to_trace_tensor(map, {size(1), size(2), size(3)});
}

void set_tensors_of_convolution(const ConvolutionLayer& layer, FloatLayer& tensors) {
  const auto& norm = layer.norm;
  const torch::Tensor scale = norm->weight / torch::sqrt(norm->running_var + norm->options.eps());
  tensors.weights = to_trace_tensor(layer.convolution->weight * scale.view({-1, 1, 1, 1}));
  tensors.bias = to_trace_tensor(norm->bias - norm->running_mean * scale);
}

LayerDescription describe_convolution(const ConvolutionLayer& layer, LayerShape shape,
                                      const Granularity& granularity) {
  const auto stride = static_cast<std::uint32_t>(layer.convolution->options.stride()->at(0));
  shape.stride_h = shape.stride_w = stride;
  shape.pad_top = shape.pad_left = shape.pad_bottom = shape.pad_right = shape.R / 2;
  LayerDescription description;
  description.name = layer.name;
  description.shape = shape;
  description.after = layer.after;
  description.granularity = layer.is_pruned ? granularity : Granularity::none;
  return description;
}

LayerDescription describe_classifier(const torch::nn::Linear& classifier) {
  LayerDescription description;
  description.name = "classifier";
  description.shape.C = static_cast<std::uint32_t>(classifier->options.in_features());
  description.shape.K = static_cast<std::uint32_t>(classifier->options.out_features());
  return description;
}

void write_float_layer(TraceLayer& layer, const FloatLayer& tensors, const std::filesystem::path& folder) {
  write_npy(folder / layer.weights_file, tensors.weights);
  write_npy(folder / layer.bias_file, tensors.bias);
  write_npy(folder / layer.activations_file, tensors.activations);
  write_npy(folder / layer.output_file, tensors.output);
  write_npy(folder / layer.written_file, tensors.written);
}

void add_layer(const TrainedNet& network, const LayerRecord& record, const Granularity& granularity,
               Trace& trace, const std::filesystem::path& folder) {
  TraceLayer layer;
  FloatLayer tensors;
  if (record.layer < network.layers.size()) {
    const ConvolutionLayer& convolution = network.layers[record.layer];
    layer.description = describe_convolution(convolution, network.weight_shape(record.layer), granularity);
    set_tensors_of_convolution(convolution, tensors);
  } else {
    layer.description = describe_classifier(network.classifier);
    const LayerShape& shape = layer.description.shape;
    tensors.weights = to_trace_tensor(network.classifier->weight, {shape.K, shape.C, 1, 1});
    tensors.bias = to_trace_tensor(network.classifier->bias);
  }
  tensors.activations = plane_of(record.input);
  tensors.output = plane_of(record.output);
  tensors.written = plane_of(record.written);
  layer.description.shape.H = static_cast<std::uint32_t>(tensors.activations.shape[1]);
  layer.description.shape.W = static_cast<std::uint32_t>(tensors.activations.shape[2]);
  layer.description.input = trace.layers.empty() ? InputLocation::dram : InputLocation::on_chip;
  name_tensor_files(layer, trace.layers);
  write_float_layer(layer, tensors, folder);
  trace.layers.push_back(std::move(layer));
}

void write_quantized(const std::filesystem::path& from, const std::filesystem::path& to) {
  const Trace trace = Trace::open(from);
  OutputFolder output(to, true);
  print_leftovers(output.leftovers());
  Trace quantized = trace;
  quantized.layers.clear();
  for (const TraceLayer& layer : trace.layers) {
    TraceLayer copy = layer;
    write_tensors(copy, trace.load(layer, 8), output.path(), quantized.layers);
    quantized.layers.push_back(std::move(copy));
  }
  write_trace_yaml(quantized, output.path());
  output.commit();
}

}  // namespace

void write_network_traces(TrainedNet& network, const torch::Tensor& image, const Granularity& granularity,
                          const TraceNames& names, const std::filesystem::path& folder) {
  const torch::NoGradGuard no_gradients;
  network.eval();
  std::vector<LayerRecord> records;
  network.forward(image.contiguous(at::MemoryFormat::ChannelsLast), &records);
  std::filesystem::create_directories(folder);
  OutputFolder output(folder / "float", true);
  print_leftovers(output.leftovers());
  Trace trace;
  trace.version = 2;
  trace.network = names.network;
  trace.provenance = names.provenance;
  for (const LayerRecord& record : records) add_layer(network, record, granularity, trace, output.path());
  write_trace_yaml(trace, output.path());
  output.commit();
  write_quantized(folder / "float", folder / "int8");
}

}  // namespace scnnsim
