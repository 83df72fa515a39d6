// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/common/machine_config.h"
#include "sim/activity/activity_origin.h"
#include "sim/activity/activity_part.h"
#include "sim/activity/activity_request.h"

namespace scnnsim {

/// A layer of a timeline, with its record.
struct TimelineLayer {
  std::string name;
  std::shared_ptr<ActivityPart> part;
};

struct TimelineSize {
  std::uint64_t intervals = 0, samples = 0, bytes = 0;
  Cycle cycles = 0;        ///< that are shown
  std::size_t layers = 0;  ///< that have a record

  std::uint64_t items() const { return intervals + samples; }
};

/// Key of a timeline's "otherData" whose value is the version of what follows it there: the run that the
/// timeline is of, its layers with their cycles, the PEs, and how often counters are shown.
inline constexpr const char* timeline_version_key = "scnnsim_timeline";
inline constexpr const char* all_pes = "all";  ///< instead of a list of "pes"
inline constexpr int timeline_version = 1;     ///< raised when a reader of the old form would go wrong

/// Writes the records of layers as one timeline in Chrome's trace-event format, which Perfetto,
/// chrome://tracing and speedscope open. One cycle is one microsecond of it; layers follow each other. A PE
/// is a process whose threads are its units. Layers without a finished record are left out. Without a window,
/// neighbouring intervals of one owner and step become one, whatever their channels. The file says which run
/// it is of where viewers do not look: in "otherData".
TimelineSize write_timeline(const ActivityOrigin& origin, const std::vector<TimelineLayer>& layers,
                            const MachineConfig& config, const ActivityRequest& request,
                            const std::function<void(std::string_view)>& write);

}  // namespace scnnsim
