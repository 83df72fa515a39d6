// SPDX-License-Identifier: Apache-2.0
#include "tools/import/onnx/read_model.h"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/stubs/logging.h>

#include <limits>
#include <map>
#include <set>

#include "sim/text/visible.h"
#include "tools/import/onnx/read_tensor.h"
#include "traces/support/error.h"
#include "traces/support/files.h"

namespace scnnsim {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t oldest_opset = 7;

/// Parses a whole file as one message. protobuf's own messages on stderr are silenced: they name no file.
template <class Message>
void parse_file(const fs::path& file, const char* what, Message& message) {
  std::ifstream stream = open_regular_file(file, what);
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  if (!error && size > static_cast<std::uintmax_t>(std::numeric_limits<int>::max()))
    throw UserError(
        fmt::format("{}: has {} bytes, expected at most 2 GB, protobuf's limit: export the model with "
                    "external data",
                    file.string(), size));
  google::protobuf::SetLogHandler(nullptr);
  if (!message.ParseFromIstream(&stream))
    throw UserError(fmt::format("{}: is no {}, or is truncated", file.string(), what));
}

/// Turns a parsed model into a Graph.
class GraphReader {
 public:
  GraphReader(const onnx::ModelProto& model, fs::path folder) : model_(model), folder_(std::move(folder)) {}

  Graph read() {
    const onnx::GraphProto& proto = model_.graph();
    if (proto.node_size() == 0) throw UserError("the graph has no nodes, expected an ONNX model");
    graph_.name = visible(proto.name());
    graph_.ir_version = model_.ir_version();
    graph_.producer = visible(model_.producer_name() + " " + model_.producer_version());
    graph_.opset = opset();
    if (proto.sparse_initializer_size() > 0)
      throw UserError("the graph has sparse initializers, expected dense ones");
    for (const onnx::TensorProto& tensor : proto.initializer()) add_initializer(tensor);
    for (const onnx::ValueInfoProto& input : proto.input()) add_input(input);
    for (const onnx::ValueInfoProto& output : proto.output()) graph_.outputs.push_back(output.name());
    for (const onnx::NodeProto& node : proto.node()) add_node(node);
    sort_nodes(graph_);
    return std::move(graph_);
  }

 private:
  std::int64_t opset() const {
    std::int64_t version = 0;
    for (const auto& import : model_.opset_import())
      if (import.domain().empty() || import.domain() == "ai.onnx") version = import.version();
    if (version < oldest_opset)
      throw UserError(
          fmt::format("opset: got {}, expected {} or later: convert the model", version, oldest_opset));
    return version;
  }

  void add_initializer(const onnx::TensorProto& tensor) {
    const std::string what = fmt::format("initializer \"{}\"", visible(tensor.name()));
    if (!graph_.constants.insert({tensor.name(), share(read_tensor(tensor, folder_, what))}).second)
      throw UserError(fmt::format("{}: is given twice", what));
  }

  void add_input(const onnx::ValueInfoProto& proto) {
    if (graph_.constants.count(proto.name()) > 0) return;
    const std::string what = fmt::format("input \"{}\"", visible(proto.name()));
    if (!proto.type().has_tensor_type()) throw UserError(fmt::format("{}: is no tensor, expected one", what));
    GraphInput input;
    input.name = proto.name();
    const auto type = element_type_of(proto.type().tensor_type().elem_type());
    if (!type) throw UserError(fmt::format("{}: type: expected floats, integers or bool", what));
    input.type = *type;
    if (proto.type().tensor_type().has_shape()) {
      input.dimensions.emplace();
      for (const auto& dimension : proto.type().tensor_type().shape().dim())
        input.dimensions->push_back(size_of(dimension));
    }
    for (const GraphInput& other : graph_.inputs)
      if (other.name == input.name) throw UserError(fmt::format("{}: is given twice", what));
    graph_.inputs.push_back(std::move(input));
  }

  /// Exporters write names, 0 and -1 for a size that is left open.
  static std::optional<std::size_t> size_of(const onnx::TensorShapeProto::Dimension& dimension) {
    if (!dimension.has_dim_value() || dimension.dim_value() <= 0) return std::nullopt;
    return static_cast<std::size_t>(dimension.dim_value());
  }

  void add_node(const onnx::NodeProto& proto) {
    Node node;
    node.op = visible(proto.op_type());
    node.domain = proto.domain() == "ai.onnx" ? "" : visible(proto.domain());
    node.inputs.assign(proto.input().begin(), proto.input().end());
    node.outputs.assign(proto.output().begin(), proto.output().end());
    node.name = name_of(proto);
    if (node.outputs.empty()) throw UserError(fmt::format("{}: has no output", node.label()));
    for (const onnx::AttributeProto& attribute : proto.attribute())
      node.attributes[attribute.name()] = read_attribute(node, attribute);
    graph_.nodes.push_back(std::move(node));
  }

  std::string name_of(const onnx::NodeProto& proto) {
    std::string name = proto.name();
    if (name.empty() && proto.output_size() > 0) name = proto.output(0);
    if (name.empty()) name = proto.op_type();
    name = visible(name);
    if (name.empty()) name = "node";
    std::string unique = name;
    for (int& number = numbers_[name]; !names_.insert(unique).second;)
      unique = fmt::format("{}-{}", name, ++number + 1);
    return unique;
  }

  Attribute read_attribute(const Node& node, const onnx::AttributeProto& proto) const {
    switch (type_of(proto)) {
      case onnx::AttributeProto::INT:
        return proto.i();
      case onnx::AttributeProto::FLOAT:
        return proto.f();
      case onnx::AttributeProto::STRING:
        return proto.s();
      case onnx::AttributeProto::INTS:
        return Integers(proto.ints().begin(), proto.ints().end());
      case onnx::AttributeProto::FLOATS:
        return std::vector<float>(proto.floats().begin(), proto.floats().end());
      case onnx::AttributeProto::STRINGS:
        return std::vector<std::string>(proto.strings().begin(), proto.strings().end());
      case onnx::AttributeProto::TENSOR:
        return share(read_tensor(proto.t(), folder_, node.label() + ": attribute " + visible(proto.name())));
      default:
        return OpaqueAttribute{};
    }
  }

  /// Old exporters leave the type out.
  static onnx::AttributeProto::AttributeType type_of(const onnx::AttributeProto& proto) {
    if (proto.type() != onnx::AttributeProto::UNDEFINED) return proto.type();
    if (proto.has_i()) return onnx::AttributeProto::INT;
    if (proto.has_f()) return onnx::AttributeProto::FLOAT;
    if (proto.has_s()) return onnx::AttributeProto::STRING;
    if (proto.has_t()) return onnx::AttributeProto::TENSOR;
    if (proto.floats_size() > 0) return onnx::AttributeProto::FLOATS;
    if (proto.ints_size() > 0) return onnx::AttributeProto::INTS;
    if (proto.strings_size() > 0) return onnx::AttributeProto::STRINGS;
    return onnx::AttributeProto::UNDEFINED;
  }

  const onnx::ModelProto& model_;
  fs::path folder_;
  Graph graph_;
  std::set<std::string> names_;
  std::map<std::string, int> numbers_;  ///< how often a name was numbered: many nodes may have the same one
};

}  // namespace

Graph read_model(const fs::path& file) {
  onnx::ModelProto model;
  parse_file(file, "ONNX model", model);
  try {
    return GraphReader(model, fs::absolute(file).parent_path()).read();
  } catch (const UserError& error) {
    throw UserError(fmt::format("{}: {}", file.string(), error.what()));
  }
}

Value read_tensor_file(const fs::path& file) {
  onnx::TensorProto tensor;
  parse_file(file, "ONNX tensor", tensor);
  return read_tensor(tensor, fs::absolute(file).parent_path(), file.string());
}

}  // namespace scnnsim
