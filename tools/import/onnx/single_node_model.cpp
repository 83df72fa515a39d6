// SPDX-License-Identifier: Apache-2.0
#include "tools/import/onnx/single_node_model.h"

#include <fmt/format.h>
#include <onnx/defs/schema.h>

#include "tools/import/onnx/onnx_definitions.h"

namespace scnnsim {

namespace {

constexpr std::int64_t ir_version = 7;

void set_data(const Value& value, onnx::TensorProto& tensor) {
  for (const std::size_t dimension : value.shape) tensor.add_dims(static_cast<std::int64_t>(dimension));
  if (is_float(value.type)) {
    tensor.set_data_type(onnx::TensorProto::FLOAT);
    tensor.mutable_float_data()->Add(value.floats().begin(), value.floats().end());
  } else if (value.type == ElementType::int64) {
    tensor.set_data_type(onnx::TensorProto::INT64);
    tensor.mutable_int64_data()->Add(value.integers().begin(), value.integers().end());
  } else {
    tensor.set_data_type(onnx_type_of(value.type));
    for (const std::int64_t element : value.integers())
      tensor.add_int32_data(static_cast<std::int32_t>(element));
  }
}

void set_attribute(const Attribute& attribute, onnx::AttributeProto& proto) {
  if (const auto* number = std::get_if<std::int64_t>(&attribute)) {
    proto.set_type(onnx::AttributeProto::INT);
    proto.set_i(*number);
  } else if (const auto* real = std::get_if<float>(&attribute)) {
    proto.set_type(onnx::AttributeProto::FLOAT);
    proto.set_f(*real);
  } else if (const auto* text = std::get_if<std::string>(&attribute)) {
    proto.set_type(onnx::AttributeProto::STRING);
    proto.set_s(*text);
  } else if (const auto* numbers = std::get_if<Integers>(&attribute)) {
    proto.set_type(onnx::AttributeProto::INTS);
    proto.mutable_ints()->Add(numbers->begin(), numbers->end());
  } else if (const auto* reals = std::get_if<std::vector<float>>(&attribute)) {
    proto.set_type(onnx::AttributeProto::FLOATS);
    proto.mutable_floats()->Add(reals->begin(), reals->end());
  } else if (const auto* texts = std::get_if<std::vector<std::string>>(&attribute)) {
    proto.set_type(onnx::AttributeProto::STRINGS);
    for (const std::string& one : *texts) proto.add_strings(one);
  } else if (const auto* tensor = std::get_if<ValueRef>(&attribute)) {
    proto.set_type(onnx::AttributeProto::TENSOR);
    set_data(**tensor, *proto.mutable_t());
  }
}

/// Attributes that the node leaves out, at ONNX's defaults: OpenCV does not know all of them.
void add_defaults(std::int64_t opset, onnx::NodeProto& node) {
  const onnx::OpSchema* schema =
      onnx::OpSchemaRegistry::Schema(node.op_type(), static_cast<int>(opset), node.domain());
  if (schema == nullptr) return;
  for (const auto& [name, attribute] : schema->attributes()) {
    if (attribute.default_value.type() == onnx::AttributeProto::UNDEFINED) continue;
    bool is_given = false;
    for (const onnx::AttributeProto& given : node.attribute()) is_given = is_given || given.name() == name;
    if (!is_given) *node.add_attribute() = attribute.default_value;
  }
}

void add_input(const Value& value, const std::string& name, onnx::GraphProto& graph) {
  onnx::ValueInfoProto& input = *graph.add_input();
  input.set_name(name);
  auto& type = *input.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  for (const std::size_t dimension : value.shape)
    type.mutable_shape()->add_dim()->set_dim_value(static_cast<std::int64_t>(dimension));
}

}  // namespace

std::string single_node_model(const Node& node, const std::vector<ValueRef>& inputs,
                              const std::vector<bool>& is_constant, std::int64_t opset) {
  onnx::ModelProto model;
  model.set_ir_version(ir_version);
  model.add_opset_import()->set_version(opset);
  onnx::GraphProto& graph = *model.mutable_graph();
  graph.set_name("node");
  onnx::NodeProto& proto = *graph.add_node();
  proto.set_op_type(node.op);
  proto.set_name("node");
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::string name = inputs[i] ? fmt::format("x{}", i) : "";
    proto.add_input(name);
    if (!inputs[i]) continue;
    if (is_constant[i]) {
      onnx::TensorProto& tensor = *graph.add_initializer();
      tensor.set_name(name);
      set_data(*inputs[i], tensor);
    } else {
      add_input(*inputs[i], name, graph);
    }
  }
  for (std::size_t i = 0; i < node.outputs.size(); ++i) proto.add_output(fmt::format("y{}", i));
  onnx::ValueInfoProto& output =
      *graph.add_output();  // OpenCV wants to see a type and a shape, whatever they are
  output.set_name("y0");
  output.mutable_type()->mutable_tensor_type()->set_elem_type(onnx::TensorProto::FLOAT);
  output.mutable_type()->mutable_tensor_type()->mutable_shape();
  for (const auto& [name, attribute] : node.attributes) {
    onnx::AttributeProto& added = *proto.add_attribute();
    added.set_name(name);
    set_attribute(attribute, added);
  }
  add_defaults(opset, proto);
  return model.SerializeAsString();
}

}  // namespace scnnsim
