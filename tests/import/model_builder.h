// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <onnx/onnx_pb.h>

namespace scnnsim {

using Dimensions = std::vector<std::int64_t>;

/// How a tensor of weights gets into a model.
enum class WeightSource { initializer, raw_initializer, constant_node, input };

/// Makes ONNX models for tests.
class ModelBuilder {
 public:
  explicit ModelBuilder(std::int64_t opset = 13);

  onnx::ModelProto& model() { return model_; }
  const onnx::ModelProto& model() const { return model_; }
  onnx::GraphProto& graph() { return *model_.mutable_graph(); }

  /// A float input; 0 leaves a dimension open.
  ModelBuilder& input(const std::string& name, const Dimensions& dimensions,
                      onnx::TensorProto::DataType type = onnx::TensorProto::FLOAT);
  ModelBuilder& floats(const std::string& name, const Dimensions& dimensions,
                       const std::vector<float>& values, WeightSource source = WeightSource::initializer);
  ModelBuilder& integers(const std::string& name, const Dimensions& dimensions,
                         const std::vector<std::int64_t>& values, onnx::TensorProto::DataType type);
  /// A node called as its output, whose attributes are still to be set.
  onnx::NodeProto& node(const std::string& op, const std::vector<std::string>& inputs,
                        const std::string& output);
  ModelBuilder& output(const std::string& name);

  void save(const std::filesystem::path& file) const;

 private:
  onnx::ModelProto model_;
};

void set(onnx::NodeProto& node, const std::string& name, std::int64_t value);
void set(onnx::NodeProto& node, const std::string& name, float value);
void set(onnx::NodeProto& node, const std::string& name, const std::string& value);
void set(onnx::NodeProto& node, const std::string& name, const Dimensions& values);

/// A float tensor with these values, as typed or raw data.
onnx::TensorProto float_tensor(const std::string& name, const Dimensions& dimensions,
                               const std::vector<float>& values, bool raw);

std::size_t count_of(const Dimensions& dimensions);

}  // namespace scnnsim
