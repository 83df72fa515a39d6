// SPDX-License-Identifier: Apache-2.0
#include "tests/import/model_builder.h"

#include <fstream>

namespace scnnsim {

ModelBuilder::ModelBuilder(std::int64_t opset) {
  model_.set_ir_version(7);
  model_.set_producer_name("test");
  model_.add_opset_import()->set_version(opset);
  graph().set_name("test");
}

ModelBuilder& ModelBuilder::input(const std::string& name, const Dimensions& dimensions,
                                  onnx::TensorProto::DataType type) {
  onnx::ValueInfoProto& added = *graph().add_input();
  added.set_name(name);
  auto& tensor = *added.mutable_type()->mutable_tensor_type();
  tensor.set_elem_type(type);
  for (const std::int64_t dimension : dimensions) {
    auto& one = *tensor.mutable_shape()->add_dim();
    if (dimension == 0)
      one.set_dim_param("open");
    else
      one.set_dim_value(dimension);
  }
  return *this;
}

onnx::TensorProto float_tensor(const std::string& name, const Dimensions& dimensions,
                               const std::vector<float>& values, bool raw) {
  onnx::TensorProto tensor;
  tensor.set_name(name);
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  for (const std::int64_t dimension : dimensions) tensor.add_dims(dimension);
  if (raw)
    tensor.set_raw_data(values.data(), values.size() * sizeof(float));
  else
    tensor.mutable_float_data()->Add(values.begin(), values.end());
  return tensor;
}

ModelBuilder& ModelBuilder::floats(const std::string& name, const Dimensions& dimensions,
                                   const std::vector<float>& values, WeightSource source) {
  const onnx::TensorProto tensor =
      float_tensor(name, dimensions, values, source == WeightSource::raw_initializer);
  if (source == WeightSource::input) return input(name, dimensions);
  if (source != WeightSource::constant_node) {
    *graph().add_initializer() = tensor;
    return *this;
  }
  onnx::NodeProto& constant = node("Constant", {}, name);
  onnx::AttributeProto& value = *constant.add_attribute();
  value.set_name("value");
  value.set_type(onnx::AttributeProto::TENSOR);
  *value.mutable_t() = tensor;
  return *this;
}

ModelBuilder& ModelBuilder::integers(const std::string& name, const Dimensions& dimensions,
                                     const std::vector<std::int64_t>& values,
                                     onnx::TensorProto::DataType type) {
  onnx::TensorProto& tensor = *graph().add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(type);
  for (const std::int64_t dimension : dimensions) tensor.add_dims(dimension);
  for (const std::int64_t value : values)
    if (type == onnx::TensorProto::INT64)
      tensor.add_int64_data(value);
    else
      tensor.add_int32_data(static_cast<std::int32_t>(value));
  return *this;
}

onnx::NodeProto& ModelBuilder::node(const std::string& op, const std::vector<std::string>& inputs,
                                    const std::string& output) {
  onnx::NodeProto& added = *graph().add_node();
  added.set_op_type(op);
  added.set_name(output);
  for (const std::string& name : inputs) added.add_input(name);
  added.add_output(output);
  return added;
}

ModelBuilder& ModelBuilder::output(const std::string& name) {
  graph().add_output()->set_name(name);
  return *this;
}

void ModelBuilder::save(const std::filesystem::path& file) const {
  std::ofstream stream(file, std::ios::binary);
  model_.SerializeToOstream(&stream);
}

namespace {

onnx::AttributeProto& add(onnx::NodeProto& node, const std::string& name,
                          onnx::AttributeProto::AttributeType type) {
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(type);
  return attribute;
}

}  // namespace

void set(onnx::NodeProto& node, const std::string& name, std::int64_t value) {
  add(node, name, onnx::AttributeProto::INT).set_i(value);
}
void set(onnx::NodeProto& node, const std::string& name, float value) {
  add(node, name, onnx::AttributeProto::FLOAT).set_f(value);
}
void set(onnx::NodeProto& node, const std::string& name, const std::string& value) {
  add(node, name, onnx::AttributeProto::STRING).set_s(value);
}
void set(onnx::NodeProto& node, const std::string& name, const Dimensions& values) {
  add(node, name, onnx::AttributeProto::INTS).mutable_ints()->Add(values.begin(), values.end());
}

std::size_t count_of(const Dimensions& dimensions) {
  std::size_t count = 1;
  for (const std::int64_t dimension : dimensions) count *= static_cast<std::size_t>(dimension);
  return count;
}

}  // namespace scnnsim
