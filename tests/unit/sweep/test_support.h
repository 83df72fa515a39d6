// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sim/sweep/plan/sweep_plan.h"
#include "tests/unit/traces/test_support.h"
#include "traces/support/error.h"

namespace scnnsim::sweep_test {

using scnnsim::testing::ScratchFolder;

/// Two small layers of AlexNet.
inline const std::string small =
    "network: alexnet\nlayers: [conv3, conv4]\ngranularity: element\nvalues: off\n";

inline SweepPlan plan_of(const std::string& text) {
  return make_plan(read_sweep({text, "sweep.yaml", false}));
}

/// The values of a plan's points, "4 8", one per point.
inline std::vector<std::string> values_of(const SweepPlan& plan) {
  std::vector<std::string> values;
  for (const PlannedPoint& point : plan.points) {
    std::string text;
    for (const auto& axis : point.point.axes) text += (text.empty() ? "" : " ") + axis.second;
    values.push_back(text);
  }
  return values;
}

inline std::vector<std::string> values_of(const std::string& axes) {
  return values_of(plan_of(small + axes));
}

/// Expects a UserError that mentions all of `parts`.
inline void expect_refused(const std::string& text, const std::vector<std::string>& parts) {
  scnnsim::testing::expect_user_error([&] { plan_of(text); }, parts);
}

/// Expects each of the parts in the text.
inline void expect_says(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts)
    EXPECT_NE(text.find(part), std::string::npos) << text << "\nlacks " << part;
}

}  // namespace scnnsim::sweep_test
