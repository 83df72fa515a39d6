// SPDX-License-Identifier: Apache-2.0
#include "tools/import/inputs/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {

namespace {

constexpr std::array<std::string_view, 9> operators_with_parameters{
    "Conv",        "ConvTranspose", "Gemm",        "MatMul", "BatchNormalization",
    "QLinearConv", "QLinearMatMul", "ConvInteger", "PRelu"};

/// Whether every reader takes the input as a later operand, such as weights or bias.
bool is_parameter(const Graph& graph, const std::string& input) {
  bool is_read = false;
  for (const Node& node : graph.nodes)
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (node.inputs[i] != input) continue;
      const bool is_known = std::find(operators_with_parameters.begin(), operators_with_parameters.end(),
                                      node.op) != operators_with_parameters.end();
      if (i == 0 || !is_known) return false;
      is_read = true;
    }
  return is_read;
}

bool has_reader(const Graph& graph, const std::string& input) {
  return std::any_of(graph.nodes.begin(), graph.nodes.end(), [&](const Node& node) {
    return std::find(node.inputs.begin(), node.inputs.end(), input) != node.inputs.end();
  });
}

std::string list_of_inputs(const Graph& graph) {
  std::vector<std::string> texts;
  for (const GraphInput& input : graph.inputs)
    texts.push_back(fmt::format("{}: {}", input.name, input.describe()));
  return fmt::format("the model's inputs: {}", fmt::join(texts, "; "));
}

bool has_input(const Graph& graph, const std::string& name) {
  return std::any_of(graph.inputs.begin(), graph.inputs.end(),
                     [&](const GraphInput& input) { return input.name == name; });
}

/// Splits NAME=FILE; the name is empty where there is none. A file may have '=' in its name.
std::pair<std::string, std::string> split(const Graph& graph, const std::string& text) {
  for (std::size_t at = text.find('='); at != std::string::npos; at = text.find('=', at + 1))
    if (has_input(graph, text.substr(0, at))) return {text.substr(0, at), text.substr(at + 1)};
  const std::size_t at = text.find('=');
  std::error_code error;
  if (at == std::string::npos || std::filesystem::exists(text, error)) return {"", text};
  std::vector<std::string> known;
  for (const GraphInput& input : graph.inputs) known.push_back(input.name);
  throw UserError("--input: " + unknown_name("input", text.substr(0, at), "the model's inputs", known));
}

}  // namespace

InputPlan plan_inputs(const Graph& graph, const std::vector<std::string>& given) {
  std::vector<std::string> data;
  for (const GraphInput& input : graph.inputs)
    if (has_reader(graph, input.name) && !is_parameter(graph, input.name)) data.push_back(input.name);
  std::map<std::string, std::vector<std::string>> files;
  for (const std::string& text : given) {
    auto [name, file] = split(graph, text);
    if (name.empty() && data.size() != 1)
      throw UserError(
          fmt::format("--input: got \"{}\", expected NAME=FILE; {}", text, list_of_inputs(graph)));
    files[name.empty() ? data.front() : name].push_back(file);
  }
  InputPlan plan;
  for (const GraphInput& input : graph.inputs)
    if (has_reader(graph, input.name) && files[input.name].empty())
      throw UserError(fmt::format("--input: nothing is given for \"{}\", expected --input {}=FILE; {}",
                                  input.name, input.name, list_of_inputs(graph)));
  std::size_t runs = 1;
  for (const auto& [name, list] : files) {
    const bool is_data = std::find(data.begin(), data.end(), name) != data.end();
    if (list.empty() || !has_reader(graph, name)) continue;
    if (!is_data && list.size() > 1)
      throw UserError(fmt::format("--input: got {} files for \"{}\", which holds weights, expected one",
                                  list.size(), name));
    if (!is_data) plan.parameters[name] = list.front();
    if (is_data && runs != 1 && list.size() != runs && list.size() != 1)
      throw UserError(
          fmt::format("--input: got {} files for \"{}\" and {} for another input, expected as many",
                      list.size(), name, runs));
    if (is_data) runs = std::max(runs, list.size());
  }
  plan.runs.resize(runs);
  for (const std::string& name : data)
    for (std::size_t run = 0; run < runs; ++run)
      plan.runs[run].emplace_back(name, files[name][files[name].size() == 1 ? 0 : run]);
  return plan;
}

}  // namespace scnnsim
