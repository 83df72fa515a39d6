// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "models/common/machine_config.h"
#include "sim/activity/activity_part.h"
#include "sim/activity/activity_request.h"
#include "sim/activity/timeline.h"
#include "sim/activity/waveform.h"
#include "sim/layer/simulate_layer.h"
#include "sim/results/results_files.h"

namespace scnnsim {

/// A layer that was simulated with a record of its units.
struct RecordedLayer {
  LayerResult result;
  std::shared_ptr<ActivityPart> part;
  ActivityFacts facts;
};

inline std::shared_ptr<ActivityPart> new_activity_part() {
  return std::make_shared<ActivityPart>(std::filesystem::path(::testing::TempDir()) / "activity");
}

inline RecordedLayer record_layer(const MachineConfig& config, const LayerDescription& layer,
                                  const LayerTensors& tensors, SimulationOptions options,
                                  const ActivityRequest& request) {
  RecordedLayer recorded;
  recorded.part = new_activity_part();
  options.activity = std::make_shared<ActivityTarget>(ActivityTarget{request, recorded.part});
  recorded.result = simulate_layer(config, layer, tensors, options);
  recorded.facts = recorded.part->open().value();
  return recorded;
}

inline std::vector<ActivityRecord> records_of(const ActivityPart& part, std::size_t stream) {
  std::vector<ActivityRecord> records;
  for (ActivityPart::Cursor cursor(part, stream); const ActivityRecord* record = cursor.get(); cursor.next())
    records.push_back(*record);
  return records;
}

/// What the results of a run on this machine say of it.
inline ActivityOrigin origin_on(const MachineConfig& config) {
  return {"1.2.3", "network", "xxh3-128:1", "scnn", reported_config(config)};
}

inline std::string timeline_of(const RecordedLayer& recorded, const MachineConfig& config,
                               const ActivityRequest& request) {
  std::string text;
  write_timeline(origin_on(config), {{"layer", recorded.part}}, config, request,
                 [&](std::string_view part) { text += part; });
  return text;
}

}  // namespace scnnsim
