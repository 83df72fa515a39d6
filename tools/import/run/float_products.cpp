// SPDX-License-Identifier: Apache-2.0
#include "tools/import/run/float_products.h"

#include <algorithm>
#include <opencv2/dnn.hpp>

#include "tools/import/model/value.h"
#include "traces/support/error.h"

namespace scnnsim {

namespace {

/// The input with its padding written out: OpenCV pads both sides alike only.
cv::Mat padded(const LayerShape& s, std::size_t batch, const std::vector<float>& input,
               const std::string& what) {
  const std::size_t rows = std::size_t{s.H} + s.pad_top + s.pad_bottom,
                    columns = std::size_t{s.W} + s.pad_left + s.pad_right;
  check_element_count({batch, s.C, rows, columns}, what);
  const int sizes[] = {static_cast<int>(batch), static_cast<int>(s.C), static_cast<int>(rows),
                       static_cast<int>(columns)};
  cv::Mat result(4, sizes, CV_32F, cv::Scalar(0));
  auto* planes = result.ptr<float>();
  for (std::size_t plane = 0; plane < batch * s.C; ++plane)
    for (std::size_t h = 0; h < s.H; ++h)
      std::copy_n(&input[(plane * s.H + h) * s.W], s.W,
                  planes + (plane * rows + h + s.pad_top) * columns + s.pad_left);
  return result;
}

/// A matrix over memory of others, which OpenCV does not write to.
cv::Mat view(const float* data, const std::vector<int>& sizes) {
  return {sizes, CV_32F, const_cast<float*>(data)};
}

cv::dnn::LayerParams parameters(const LayerShape& s, const std::vector<float>& weights,
                                const std::vector<float>& bias) {
  cv::dnn::LayerParams layer;
  const auto set = [&](const char* name, std::uint32_t value) { layer.set(name, static_cast<int>(value)); };
  set("num_output", s.K), set("group", s.groups);
  set("kernel_h", s.R), set("kernel_w", s.S);
  set("stride_h", s.stride_h), set("stride_w", s.stride_w);
  set("dilation_h", s.dilation_h), set("dilation_w", s.dilation_w);
  layer.set("bias_term", !bias.empty());
  layer.blobs.push_back(view(weights.data(), {static_cast<int>(s.K), static_cast<int>(s.channels_per_group()),
                                              static_cast<int>(s.R), static_cast<int>(s.S)}));
  if (!bias.empty()) layer.blobs.push_back(view(bias.data(), {static_cast<int>(s.K), 1}));
  return layer;
}

}  // namespace

std::vector<float> convolve_floats(const LayerShape& shape, std::size_t batch,
                                   const std::vector<float>& input, const std::vector<float>& weights,
                                   const std::vector<float>& bias, const std::string& what) {
  check_element_count({batch, shape.K, shape.P(), shape.Q()}, what);
  cv::dnn::LayerParams layer = parameters(shape, weights, bias);
  cv::dnn::Net net;
  net.addLayerToPrev("convolution", "Convolution", layer);
  net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  net.enableFusion(false);
  try {
    net.setInput(padded(shape, batch, input, what));
    const cv::Mat output = net.forward();
    return {output.ptr<float>(), output.ptr<float>() + output.total()};
  } catch (const cv::Exception& error) {
    throw UserError(what + ": OpenCV cannot run it: " + error.err);
  }
}

void MatrixProduct::run(const float* first, const float* second, float* result) const {
  const auto dimension = [](std::size_t size) { return static_cast<int>(size); };
  const cv::Mat a = view(first, transposes_first ? std::vector<int>{dimension(inner), dimension(rows)}
                                                 : std::vector<int>{dimension(rows), dimension(inner)});
  const cv::Mat b = view(second, transposes_second ? std::vector<int>{dimension(columns), dimension(inner)}
                                                   : std::vector<int>{dimension(inner), dimension(columns)});
  cv::Mat c(dimension(rows), dimension(columns), CV_32F, result);
  cv::gemm(a, b, 1, cv::noArray(), 0, c,
           (transposes_first ? cv::GEMM_1_T : 0) | (transposes_second ? cv::GEMM_2_T : 0));
}

}  // namespace scnnsim
