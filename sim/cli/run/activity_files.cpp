// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/run/activity_files.h"

#include <fmt/format.h>

#include <filesystem>

#include "sim/activity/timeline.h"
#include "sim/activity/waveform.h"
#include "sim/cli/standard_streams.h"
#include "sim/run/interrupt.h"
#include "sim/tables/table_cells.h"
#include "traces/support/files.h"
#include "traces/support/leftovers.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

/// Writes to the file, and ends the program's work on an interrupt.
std::function<void(std::string_view)> into(FileWriter& writer) {
  return [&writer](std::string_view text) {
    InterruptScope::check();
    writer.write(text);
  };
}

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

}  // namespace

ActivityFiles::ActivityFiles(const ActivityOptions& options, const RunRequest& run)
    : options_(options), run_(run) {
  if (!options.any()) return;
  for (const std::string& file : {options.timeline, options.waveform})
    if (!file.empty()) print_leftovers(remove_leftovers(std::filesystem::absolute(file)));
  const std::string& beside = options.timeline.empty() ? options.waveform : options.timeline;
  for (std::size_t layer = 0; layer < run.layers.size(); ++layer)
    targets_.push_back(std::make_shared<ActivityTarget>(
        ActivityTarget{options.request, std::make_shared<ActivityPart>(beside)}));
}

std::vector<std::string> ActivityFiles::write() {
  std::vector<std::string> messages;
  if (!options_.timeline.empty()) messages.push_back(write_timeline_file());
  if (!options_.waveform.empty()) messages.push_back(write_waveform_file());
  return messages;
}

std::string ActivityFiles::write_timeline_file() {
  std::vector<TimelineLayer> layers;
  for (std::size_t layer = 0; layer < targets_.size(); ++layer)
    layers.push_back({run_.layers[layer].description.name, targets_[layer]->part});
  FileWriter writer(options_.timeline);
  const TimelineSize size = write_timeline(layers, run_.config, options_.request, into(writer));
  writer.commit();
  return fmt::format(
      "{}: {} intervals and {} counter values of {} in {} cycles, {}; --cycles and --pes narrow it; open it "
      "in "
      "https://ui.perfetto.dev",
      options_.timeline, with_thousands(size.intervals), with_thousands(size.samples),
      counted(size.layers, "layer"), with_thousands(size.cycles), megabytes(size.bytes));
}

std::string ActivityFiles::write_waveform_file() {
  const std::string& layer = run_.layers.front().description.name;
  ActivityPart& part = *targets_.front()->part;
  const std::optional<ActivityFacts> facts = part.open();
  if (!facts) return fmt::format("{}: not written: {} was not simulated", options_.waveform, layer);
  FileWriter writer(options_.waveform);
  std::uint64_t bytes = 0;
  const std::uint64_t changes = write_waveform(layer, part, *facts, run_.config, options_.request,
                                               [&, write = into(writer)](std::string_view text) {
                                                 bytes += text.size();
                                                 write(text);
                                               });
  writer.commit();
  return fmt::format("{}: {} changes of {} in {} cycles, {}; --cycles and --pes narrow it", options_.waveform,
                     with_thousands(changes), layer, with_thousands(facts->to - facts->from),
                     megabytes(bytes));
}

}  // namespace scnnsim
