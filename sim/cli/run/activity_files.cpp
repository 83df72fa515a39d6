// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/run/activity_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "sim/activity/timeline.h"
#include "sim/activity/timeline_limits.h"
#include "sim/activity/waveform.h"
#include "sim/cli/standard_streams.h"
#include "sim/results/program_version.h"
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

/// What fits into a report: so many cycles, at the density of the window, less a tenth for denser parts.
std::string how_to_narrow(const ActivityRequest& request, const TimelineSize& size) {
  if (!request.has_window)
    return fmt::format("choose {}some of its cycles (--cycles FROM:TO) or PEs (--pes)",
                       size.layers > 1 ? "one layer (--layers) and " : "");
  const Cycle fitting = std::max<Cycle>(1, size.cycles * most_timeline_items / size.items() * 9 / 10);
  return fmt::format("about {} cycles of these PEs fit: --cycles {}:{}; or fewer PEs: --pes",
                     with_thousands(fitting), request.from, request.from + fitting);
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

std::vector<std::string> ActivityFiles::write(const RunResults& results) {
  if (!options_.any()) return {};
  const ActivityOrigin origin{program_version(), results.network, results.trace_checksum,
                              results.architectures.front(), reported_config(results.config)};
  if (!options_.timeline.empty()) write_timeline_file(origin);
  if (!options_.waveform.empty()) write_waveform_file(origin);
  say_what_is_cut();
  return messages_;
}

void ActivityFiles::write_timeline_file(const ActivityOrigin& origin) {
  std::vector<TimelineLayer> layers;
  for (std::size_t layer = 0; layer < targets_.size(); ++layer)
    layers.push_back({run_.layers[layer].description.name, targets_[layer]->part});
  FileWriter writer(options_.timeline);
  const TimelineSize size = write_timeline(origin, layers, run_.config, options_.request, into(writer));
  writer.commit();
  messages_.push_back(fmt::format(
      "{}: {} intervals and {} counter values of {} in {} cycles, {}; --cycles and --pes narrow it; open it "
      "in https://ui.perfetto.dev",
      options_.timeline, with_thousands(size.intervals), with_thousands(size.samples),
      counted(size.layers, "layer"), with_thousands(size.cycles), megabytes(size.bytes)));
  if (size.items() > most_timeline_items)
    messages_.push_back(fmt::format(
        "{}: {} intervals and counter values are more than the {} that scnnsim report shows, and slow to "
        "open "
        "in a browser; {}",
        options_.timeline, with_thousands(size.items()), with_thousands(std::uint64_t{most_timeline_items}),
        how_to_narrow(options_.request, size)));
}

void ActivityFiles::write_waveform_file(const ActivityOrigin& origin) {
  const std::string& layer = run_.layers.front().description.name;
  ActivityPart& part = *targets_.front()->part;
  const std::optional<ActivityFacts> facts = part.open();
  if (!facts) {
    messages_.push_back(fmt::format("{}: not written: {} was not simulated", options_.waveform, layer));
    return;
  }
  FileWriter writer(options_.waveform);
  std::uint64_t bytes = 0;
  const std::uint64_t changes = write_waveform(origin, layer, part, *facts, run_.config, options_.request,
                                               [&, write = into(writer)](std::string_view text) {
                                                 bytes += text.size();
                                                 write(text);
                                               });
  writer.commit();
  messages_.push_back(fmt::format("{}: {} changes of {} in {} cycles, {}; --cycles and --pes narrow it",
                                  options_.waveform, with_thousands(changes), layer,
                                  with_thousands(facts->to - facts->from), megabytes(bytes)));
}

/// A window is of one layer, and begins within it.
void ActivityFiles::say_what_is_cut() {
  if (!options_.request.has_window) return;
  const std::optional<ActivityFacts> facts = targets_.front()->part->open();
  if (!facts || options_.request.to <= facts->cycles) return;
  messages_.push_back(fmt::format("--cycles {}:{}: {} takes {} cycles, so only {} to {} are shown",
                                  options_.request.from, options_.request.to,
                                  run_.layers.front().description.name, with_thousands(facts->cycles),
                                  with_thousands(facts->from), with_thousands(facts->to - 1)));
}

}  // namespace scnnsim
