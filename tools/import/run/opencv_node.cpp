// SPDX-License-Identifier: Apache-2.0
#include "tools/import/run/opencv_node.h"

#include <fmt/format.h>

#include <google/protobuf/stubs/logging.h>

#include <algorithm>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>

#include "tools/import/onnx/single_node_model.h"

namespace scnnsim {

namespace {

/// OpenCV prints what it also throws.
void silence_opencv() {
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  cv::redirectError([](int, const char*, const char*, const char*, int, void*) { return 0; });
}

cv::Mat as_mat(const Value& value) {
  std::vector<int> sizes;
  for (const std::size_t dimension : value.shape) sizes.push_back(static_cast<int>(dimension));
  cv::Mat mat(sizes, CV_32F);
  std::copy(value.floats().begin(), value.floats().end(), mat.ptr<float>());
  return mat;
}

Value from_mat(const cv::Mat& mat) {
  Shape shape;
  for (int d = 0; d < mat.dims; ++d) shape.push_back(static_cast<std::size_t>(mat.size[d]));
  if (mat.type() != CV_32F || !mat.isContinuous()) throw CannotRun("OpenCV gives no float32 tensor");
  return Value::of_floats(shape, {mat.ptr<float>(), mat.ptr<float>() + mat.total()});
}

/// The innermost of OpenCV's nested messages, without source files and numbers.
std::string reason_of(const cv::Exception& error) {
  std::string reason = error.err;
  std::replace_if(
      reason.begin(), reason.end(), [](unsigned char c) { return c < ' '; }, ' ');
  if (const std::size_t inner = reason.rfind("error: ("); inner != std::string::npos)
    reason = reason.substr(reason.find(':', inner + 8) + 1);
  reason = reason.substr(0, reason.find(" in function"));
  if (const std::size_t bracket = reason.find(") "); bracket != std::string::npos)
    reason.replace(bracket, 1, ":");
  return reason;
}

/// OpenCV needs the kernel_shape that ONNX lets convolutions leave out.
Node with_kernel_shape(const KernelCall& call) {
  Node node = call.node;
  if ((node.op != "ConvTranspose" && node.op != "Conv") || node.has("kernel_shape") || !call.has(1))
    return node;
  const Shape& weights = call.input(1).shape;
  if (weights.size() > 2) node.attributes["kernel_shape"] = Integers(weights.begin() + 2, weights.end());
  return node;
}

/// What OpenCV 4.6 computes wrongly, or crashes on; "" for what it runs.
std::string known_problem(const Node& node) {
  const auto dilations = node.attribute<Integers>("dilations", {});
  const bool dilates = std::any_of(dilations.begin(), dilations.end(), [](std::int64_t d) { return d != 1; });
  if (node.op == "CumSum") return "OpenCV cannot run it";
  if (dilates && (node.op == "ConvTranspose" || node.op == "MaxPool"))
    return "OpenCV cannot run it with dilation";
  if (node.op == "ConvTranspose" && node.has("output_shape")) return "OpenCV cannot run it with output_shape";
  if (node.op == "ConvTranspose" && node.attribute<std::string>("auto_pad", "NOTSET").rfind("SAME", 0) == 0)
    return "OpenCV cannot run it with auto_pad";
  if (node.op == "AveragePool" && node.attribute<std::int64_t>("count_include_pad", 0) != 0)
    return "OpenCV cannot run it with count_include_pad";
  return "";
}

Value forward(const KernelCall& call, const std::vector<bool>& is_constant) {
  const std::string model = single_node_model(with_kernel_shape(call), call.inputs, is_constant, call.opset);
  cv::dnn::Net net = cv::dnn::readNetFromONNX(model.data(), model.size());
  net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  net.enableFusion(false);
  for (std::size_t i = 0; i < call.inputs.size(); ++i)
    if (call.inputs[i] && !is_constant[i]) net.setInput(as_mat(*call.inputs[i]), fmt::format("x{}", i));
  return from_mat(net.forward());
}

}  // namespace

Value run_by_opencv(const KernelCall& call) {
  if (!call.has(0) || !call.node.domain.empty())
    throw CannotRun("it is no operator of ONNX that OpenCV runs");
  if (const std::string problem = known_problem(call.node); !problem.empty()) throw CannotRun(problem);
  silence_opencv();
  if (!is_float(call.inputs[0]->type) || call.inputs[0]->size() == 0)
    throw CannotRun(fmt::format("OpenCV runs it on floats alone, and its input \"{}\" is {}",
                                call.node.input(0), call.inputs[0]->describe()));
  // OpenCV wants weights, states and the like as constants, and all values are known.
  std::vector<bool> is_constant(call.inputs.size(), true);
  is_constant[0] = false;
  try {
    return forward(call, is_constant);
  } catch (const cv::Exception& error) {
    throw CannotRun(fmt::format("OpenCV {} cannot run it: {}", CV_VERSION, reason_of(error)));
  } catch (
      const google::protobuf::FatalException& error) {  // OpenCV reads an input that the node does not have
    throw CannotRun(fmt::format("OpenCV {} cannot run it: {}", CV_VERSION, error.what()));
  }
}

}  // namespace scnnsim
