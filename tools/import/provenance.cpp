// SPDX-License-Identifier: Apache-2.0
#include "tools/import/provenance.h"

#include <fmt/format.h>

#include <limits>
#include <opencv2/core/version.hpp>

#include "sim/results/program_version.h"
#include "sim/text/visible.h"
#include "tools/import/import_model.h"
#include "tools/import/onnx/onnx_definitions.h"
#include "traces/support/checksum.h"
#include "traces/support/files.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

namespace {

std::string quoted(const std::string& text) {
  return yaml_quote(visible(text));
}

std::string file_line(const char* indent, const std::string& key, const std::filesystem::path& file) {
  const std::string bytes = read_file(file, std::numeric_limits<std::uint64_t>::max());
  return fmt::format("{}{}{{file: {}, checksum: {}}}\n", indent, key, quoted(file.filename().string()),
                     checksum_of(bytes));
}

std::string indented(const std::string& text) {
  std::string result;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    result += "  " + text.substr(begin, end - begin) + "\n";
    begin = end == std::string::npos ? text.size() : end + 1;
  }
  return result;
}

}  // namespace

Provenance::Provenance(const ImportSettings& settings, const Graph& graph, const InputPlan& plan) {
  head_ = fmt::format("program: scnnsim trace import\nversion: {}\nonnx: {}\nopencv: {}\n",
                      quoted(program_version()), onnx_version(), CV_VERSION);
  head_ += file_line("", "model: ", settings.model);
  head_ += fmt::format("producer: {}\nopset: {}\n", quoted(graph.producer), graph.opset);
  head_ += "inputs:\n";
  for (const auto& [name, file] : plan.parameters) head_ += file_line("  - ", quoted(name) + ": ", file);
  for (const auto& files : plan.runs)
    for (const auto& [name, file] : files) head_ += file_line("  - ", quoted(name) + ": ", file);
  if (!settings.options.empty()) head_ += "options:\n" + indented(settings.options);
}

std::string Provenance::yaml(const ImageRun& image, const ImportReport& report) const {
  std::string text = head_ + fmt::format("image: {}\n", quoted(image.name));
  if (!image.notes.empty()) text += "notes:\n";
  for (const std::string& note : image.notes) text += fmt::format("  - {}\n", quoted(note));
  if (!report.left_out.empty()) text += "left_out:\n";
  for (const LeftOut& one : report.left_out)
    text += fmt::format("  - {{node: {}, reason: {}}}\n", quoted(one.node), quoted(one.reason));
  text += "folded:\n";
  for (const LayerSummary& layer : report.layers)
    if (!layer.folded.empty())
      text += fmt::format("  {}: [{}]\n", quoted(layer.description.name), fmt::join(layer.folded, ", "));
  return text;
}

}  // namespace scnnsim
