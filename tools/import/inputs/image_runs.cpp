// SPDX-License-Identifier: Apache-2.0
#include "tools/import/inputs/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>

#include "traces/support/error.h"

namespace scnnsim {

namespace {

const GraphInput& input_of(const Graph& graph, const std::string& name) {
  return *std::find_if(graph.inputs.begin(), graph.inputs.end(),
                       [&](const GraphInput& input) { return input.name == name; });
}

/// A folder's name: the file's, without what a shell or YAML would have to quote.
std::string folder_name(const std::string& file) {
  std::string name = std::filesystem::path(file).stem().string();
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_' && c != '.') c = '_';
  return name.empty() || name.front() == '.' ? "image" + name : name;
}

std::string unique(const std::string& name, std::set<std::string>& names) {
  std::string candidate = name;
  for (int number = 2; !names.insert(candidate).second; ++number)
    candidate = fmt::format("{}-{}", name, number);
  return candidate;
}

/// Adds the runs of one file per input.
void add_runs(const Graph& graph, const std::vector<std::pair<std::string, std::string>>& files,
              const ImageOptions& options, std::set<std::string>& names, std::vector<ImageRun>& runs) {
  std::map<std::string, std::vector<ValueRef>> images;
  std::vector<std::string> notes;
  std::size_t count = 1;
  for (const auto& [input, file] : files) {
    for (Value& value : read_input(file, input_of(graph, input), options, notes))
      images[input].push_back(share(std::move(value)));
    const std::size_t held = images[input].size();
    if (count != 1 && held != 1 && held != count)
      throw UserError(fmt::format("{}: input \"{}\": holds {} images, expected 1 or {}, as another input has",
                                  file, input, held, count));
    count = std::max(count, held);
  }
  const std::string name = files.empty() ? "trace" : folder_name(files.front().second);
  for (std::size_t i = 0; i < count; ++i) {
    ImageRun run;
    run.name = unique(count == 1 ? name : fmt::format("{}-{}", name, i), names);
    run.notes = notes;
    for (const auto& [input, list] : images) run.inputs[input] = list[list.size() == 1 ? 0 : i];
    runs.push_back(std::move(run));
  }
}

/// Options for images are a mistake where no file is one.
void check_image_options(const Graph& graph, const InputPlan& plan, const ImageOptions& options) {
  if (options.given.empty()) return;
  for (const auto& files : plan.runs)
    for (const auto& [input, file] : files)
      if (is_image(file, input_of(graph, input))) return;
  throw UserError(fmt::format("--{}: no input is an image, expected a PNG or JPEG with this option",
                              options.given.front()));
}

}  // namespace

std::vector<ImageRun> read_runs(const Graph& graph, const InputPlan& plan, const ImageOptions& options) {
  check_image_options(graph, plan, options);
  std::vector<ImageRun> runs;
  std::set<std::string> names;
  for (const auto& files : plan.runs) add_runs(graph, files, options, names, runs);
  return runs;
}

void take_parameters(Graph& graph, const InputPlan& plan) {
  std::vector<std::string> notes;
  for (const auto& [name, file] : plan.parameters) {
    GraphInput input = input_of(graph, name);
    std::vector<Value> values = read_input(file, input, {}, notes);
    if (values.size() != 1)
      throw UserError(fmt::format("{}: input \"{}\": holds several tensors, expected one", file, name));
    graph.constants[name] = share(std::move(values.front()));
    graph.inputs.erase(std::find_if(graph.inputs.begin(), graph.inputs.end(),
                                    [&](const GraphInput& one) { return one.name == input.name; }));
  }
}

}  // namespace scnnsim
