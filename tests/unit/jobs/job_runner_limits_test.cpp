// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <new>

#include "sim/run/run_errors.h"
#include "tests/unit/jobs/job_runner_fixture.h"

namespace scnnsim {
namespace {

using testing::JobRunnerTest;
using testing::TinySource;

/// Leaves the process, and those that it starts, only so many more open files.
class FewFiles {
 public:
  explicit FewFiles(unsigned more) {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit few = before_;
    for (few.rlim_cur = 0; more > 0; ++few.rlim_cur)
      if (fcntl(static_cast<int>(few.rlim_cur), F_GETFD) == -1) --more;
    setrlimit(RLIMIT_NOFILE, &few);
  }
  ~FewFiles() { setrlimit(RLIMIT_NOFILE, &before_); }
  FewFiles(const FewFiles&) = delete;
  FewFiles& operator=(const FewFiles&) = delete;

 private:
  rlimit before_{};
};

TEST_F(JobRunnerTest, fewer_jobs_run_at_once_where_files_are_few) {
  for (int job = 0; job < 6; ++job) add(std::to_string(job));
  options_.processes = 4;
  const FewFiles few(9);
  run();
  ASSERT_FALSE(lowered_.empty());
  EXPECT_LT(lowered_.back(), 4u);
  ASSERT_EQ(outcomes_.size(), 6u);
  for (const auto& [label, outcome] : outcomes_) EXPECT_EQ(outcome.status, JobStatus::done) << outcome.reason;
}

TEST_F(JobRunnerTest, jobs_of_one_worker_wait_for_files_of_each_other) {
  const auto source = std::make_shared<TinySource>("family", 2);
  for (int job = 0; job < 6; ++job) add(std::to_string(job), source);
  options_.processes = 4;
  const FewFiles few(9);
  run();
  ASSERT_EQ(outcomes_.size(), 6u);
  for (const auto& [label, outcome] : outcomes_) {
    EXPECT_EQ(outcome.status, JobStatus::done) << outcome.reason;
    EXPECT_EQ(outcome.layers.size(), 2u);
  }
}

TEST_F(JobRunnerTest, a_limit_that_lets_nothing_run_is_named) {
  add("only");
  const FewFiles few(2);
  try {
    run();
    FAIL();
  } catch (const ProcessLimit& limit) {
    EXPECT_NE(std::string(limit.what()).find("(ulimit -n)"), std::string::npos) << limit.what();
  }
}

TEST_F(JobRunnerTest, lack_of_memory_is_named) {
  const auto source = std::make_shared<TinySource>("family", 2);  // one layer in a child, one in the worker
  add("memory", source);
  for (const bool in_preparation : {false, true}) {
    outcomes_.clear();
    (in_preparation ? preparing_ : deeds_)["memory"] = [] { throw std::bad_alloc(); };
    run();
    EXPECT_EQ(outcomes_.at("memory").reason, "memory: out of memory");
  }
}

}  // namespace
}  // namespace scnnsim
