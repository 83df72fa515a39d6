// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/job.h"

#include <gtest/gtest.h>

#include "tests/unit/jobs/job_runner_fixture.h"

namespace scnnsim {
namespace {

using testing::TinySource;

TEST(Job, its_key_is_that_of_all_that_its_results_depend_on) {
  Job job;
  job.source = std::make_shared<TinySource>("family", 1);
  job.architecture = &find_architecture("scnn", "test");
  job.energy_table = std::make_shared<EnergyTable>(EnergyTable::load("16nm"));
  const std::string key = job_key(job);
  Job other = job;
  other.options.verify = false;
  other.label = "another name";
  EXPECT_EQ(job_key(other), key);
  other = job;
  other.config.dram.latency += 1;
  EXPECT_NE(job_key(other), key);
  other = job;
  other.architecture = &find_architecture("dcnn", "test");
  EXPECT_NE(job_key(other), key);
  other = job;
  other.options.values = false;
  EXPECT_NE(job_key(other), key);
  other = job;
  other.energy_table = std::make_shared<EnergyTable>(EnergyTable::load("45nm"));
  EXPECT_NE(job_key(other), key);
  other = job;
  other.config.dram.model = DramModel::banked;
  const std::string banked = job_key(other);
  other.config.dram_energy.read = 1.0;
  EXPECT_NE(job_key(other), banked);
}

}  // namespace
}  // namespace scnnsim
