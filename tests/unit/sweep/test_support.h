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
