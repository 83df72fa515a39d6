// SPDX-License-Identifier: Apache-2.0
#include "tools/import/import_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "sim/cli/standard_streams.h"
#include "sim/run/interrupt.h"
#include "tools/import/inputs/inputs.h"
#include "tools/import/layers/assemble.h"
#include "tools/import/layers/layer_plan.h"
#include "tools/import/onnx/read_model.h"
#include "tools/import/provenance.h"
#include "tools/import/write/trace_writer.h"
#include "traces/recognize_granularity.h"
#include "traces/support/output_folder.h"

namespace scnnsim {

namespace {

std::string list_of(const std::vector<LeftOut>& left_out) {
  std::string text;
  for (const LeftOut& one : left_out) text += fmt::format("\n  {}: {}", one.node, one.reason);
  return text;
}

/// The graph with its constants folded, and its layers.
struct Model {
  Graph graph;
  FoundLayers found;
};

void select(std::vector<LayerPlan>& layers, const ImportSettings& settings) {
  if (settings.layers.empty()) return;
  std::vector<std::string> known;
  for (const LayerPlan& layer : layers) known.push_back(layer.name);
  for (const std::string& name : settings.layers)
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw UserError(fmt::format("{}: --layers: {}", settings.model.string(),
                                  unknown_name("layer", name, "known layers", known)));
  layers.erase(std::remove_if(layers.begin(), layers.end(),
                              [&](const LayerPlan& layer) {
                                return std::find(settings.layers.begin(), settings.layers.end(),
                                                 layer.name) == settings.layers.end();
                              }),
               layers.end());
}

/// Imports the images one after another into a folder.
class Importer {
 public:
  Importer(const ImportSettings& settings, const Model& model, const Provenance& provenance)
      : settings_(settings), model_(model), provenance_(provenance) {
    for (const LayerPlan& plan : model.found.layers) want_tensors(plan, wanted_);
    report_.left_out = model.found.left_out;
  }

  void import(const ImageRun& image, const std::filesystem::path& folder) {
    const ExecutionResult run = execute(model_.graph, image.inputs, wanted_);
    TraceWriter writer(settings_.name, folder);
    std::size_t number = 0;
    for (const LayerPlan& plan : model_.found.layers) {
      InterruptScope::check();
      if (!is_made(plan, run)) continue;
      ImportedLayer layer = assemble_layer(model_.graph, plan, run);
      layer.description.input = plan.is_first ? InputLocation::dram : InputLocation::on_chip;
      finish(layer);
      writer.add(layer);
      if (number == report_.layers.size()) report_.layers.emplace_back();
      summarise(layer, report_.layers[number++]);
    }
    if (number == 0)
      throw UserError(fmt::format("{}: no layer can be brought in:{}", settings_.model.string(),
                                  list_of(report_.left_out)));
    writer.finish(provenance_.yaml(image, report_));
    is_first_ = false;
    for (const std::string& note : image.notes) report_.notes.push_back(note);
  }

  ImportReport report() { return std::move(report_); }

 private:
  /// Whether what the layer reads was made; else it is left out.
  bool is_made(const LayerPlan& plan, const ExecutionResult& run) {
    for (const std::string* tensor : {&plan.activations, &plan.output}) {
      const auto reason = run.not_made.find(*tensor);
      if (reason == run.not_made.end()) continue;
      if (is_first_)
        report_.left_out.push_back(
            {plan.node->label(), fmt::format("its tensor \"{}\" comes from {}", *tensor, reason->second)});
      return false;
    }
    return true;
  }

  void finish(ImportedLayer& layer) const {
    Granularity& granularity = layer.description.granularity;
    const std::uint32_t groups = layer.description.shape.groups;
    granularity = layer.floats ? recognize_granularity(layer.floats->weights, groups)
                               : recognize_granularity(layer.integers.weights, groups);
    if (settings_.granularity) granularity = *settings_.granularity;
    if (settings_.quantize) quantise_layer(layer, *settings_.quantize);
  }

  const ImportSettings& settings_;
  const Model& model_;
  const Provenance& provenance_;
  std::set<std::string> wanted_;
  ImportReport report_;
  bool is_first_ = true;
};

ImportReport import_runs(const ImportSettings& settings, const Model& model,
                         const std::vector<ImageRun>& runs, const Provenance& provenance) {
  OutputFolder folder(settings.out, settings.force, {settings.model});
  print_leftovers(folder.leftovers());
  Importer importer(settings, model, provenance);
  std::vector<std::string> traces;
  for (const ImageRun& run : runs) {
    print_progress(fmt::format("[{}/{}] {}", traces.size() + 1, runs.size(), run.name));
    const bool is_only = runs.size() == 1;
    const std::filesystem::path place = is_only ? folder.path() : folder.path() / run.name;
    std::filesystem::create_directories(place);
    importer.import(run, place);
    traces.push_back((is_only ? settings.out : settings.out / run.name).string());
  }
  InterruptScope::check();
  folder.commit();
  ImportReport report = importer.report();
  report.traces = traces;
  return report;
}

/// The images to import: as many as `--images` asks for, or fewer where no more are given. Throws UserError
/// where more are held by a batch that the model fixes.
void keep_images(std::vector<ImageRun>& runs, const ImportSettings& settings) {
  if (!settings.most_images) return;
  if (runs.size() > *settings.most_images) runs.resize(*settings.most_images);
  const std::size_t batch = batch_of(runs.front().inputs);
  if (runs.size() < *settings.most_images && batch > 1)
    throw UserError(fmt::format(
        "{0}: --images: got {1}, expected {2} at most: the model takes a fixed batch of {3}, of which the "
        "first "
        "image is imported; export the model with an open batch or one of 1 "
        "(torch.onnx.export(..., dynamic_axes={{NAME: {{0: \"batch\"}}}})), or import a PyTorch network by "
        "tools/pytorch/scnnsim_export.py with --batch 0, --batch 1 ...",
        settings.model.string(), *settings.most_images, runs.size(), batch));
}

}  // namespace

ImportReport import_model(const ImportSettings& settings) {
  Model model;
  model.graph = read_model(settings.model);
  const InputPlan plan = plan_inputs(model.graph, settings.inputs);
  const Provenance provenance(settings, model.graph, plan);
  take_parameters(model.graph, plan);
  std::vector<ImageRun> runs = read_runs(model.graph, plan, settings.image);
  keep_images(runs, settings);
  fold_constants(model.graph);
  model.found = find_layers(model.graph);
  if (!model.found.layers.empty()) model.found.layers.front().is_first = true;
  select(model.found.layers, settings);
  if (model.found.layers.empty())
    throw UserError(fmt::format(
        "{}: holds no layer that can be brought in, expected a Conv, Gemm or MatMul with constant "
        "weights{}",
        settings.model.string(), list_of(model.found.left_out)));
  return import_runs(settings, model, runs, provenance);
}

}  // namespace scnnsim
