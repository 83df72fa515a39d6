// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tools/import/model/value.h"

namespace scnnsim {

/// An attribute that the importer does not read: graphs, sparse tensors, lists of tensors.
struct OpaqueAttribute {};

using Attribute = std::variant<OpaqueAttribute, std::int64_t, float, std::string, std::vector<std::int64_t>,
                               std::vector<float>, std::vector<std::string>, ValueRef>;

/// One operator of the model.
struct Node {
  std::string name;                 ///< unique in the graph, printable
  std::string op;                   ///< "Conv"
  std::string domain;               ///< "" for ONNX's own operators
  std::vector<std::string> inputs;  ///< tensors; "" where an optional one is left out
  std::vector<std::string> outputs;
  std::map<std::string, Attribute> attributes;

  /// "node conv1 (Conv)", for messages.
  std::string label() const;
  bool has(const std::string& attribute) const { return attributes.count(attribute) > 0; }
  /// The attribute, or `otherwise`. Throws UserError when it has another type.
  template <class T>
  T attribute(const std::string& name_of_attribute, T otherwise) const {
    const auto found = attributes.find(name_of_attribute);
    if (found == attributes.end()) return otherwise;
    if (const T* value = std::get_if<T>(&found->second)) return *value;
    fail_attribute(name_of_attribute);
  }
  /// The tensor at an input; "" when it is left out.
  const std::string& input(std::size_t index) const;
  const std::string& output() const { return outputs.front(); }

 private:
  [[noreturn]] void fail_attribute(const std::string& name_of_attribute) const;
};

using Integers = std::vector<std::int64_t>;

/// An input of the model; the size of a dimension is empty where the model leaves it open.
struct GraphInput {
  std::string name;
  ElementType type = ElementType::float32;
  std::optional<std::vector<std::optional<std::size_t>>> dimensions;  ///< empty: any shape

  /// "float32 (1, 3, ?, ?)", for messages.
  std::string describe() const;
};

/// A model as the importer sees it: nodes in an order in which they can run, one producer per tensor.
struct Graph {
  std::string name;
  std::int64_t opset = 0;  ///< of ONNX's own operators
  std::int64_t ir_version = 0;
  std::string producer;
  std::vector<Node> nodes;
  std::map<std::string, ValueRef> constants;  ///< initializers
  std::vector<GraphInput> inputs;             ///< those without an initializer
  std::vector<std::string> outputs;
};

/// Who makes and who reads each tensor of a graph, which must outlive this.
class GraphIndex {
 public:
  explicit GraphIndex(const Graph& graph);

  /// The node that makes a tensor, or nullptr for inputs and initializers.
  const Node* producer(const std::string& tensor) const;
  /// The nodes that read it, once per node.
  const std::vector<const Node*>& consumers(const std::string& tensor) const;
  bool is_graph_output(const std::string& tensor) const;

 private:
  std::map<std::string, const Node*> producers_;
  std::map<std::string, std::vector<const Node*>> consumers_;
  std::map<std::string, bool> outputs_;
};

/// Brings the nodes into an order in which each runs after those that it reads; nodes that are in such an
/// order stay as they are. Throws UserError when a tensor has two producers, when nothing makes a tensor that
/// is read, and for cycles.
void sort_nodes(Graph& graph);

}  // namespace scnnsim
