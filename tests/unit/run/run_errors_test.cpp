// SPDX-License-Identifier: Apache-2.0
#include "sim/run/run_errors.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cerrno>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>

#include "traces/support/messages.h"

namespace scnnsim {
namespace {

/// Sets the soft limit of a resource for as long as it lives.
class Limit {
 public:
  Limit(decltype(RLIMIT_AS) resource, rlim_t value) : resource_(resource) {
    getrlimit(resource_, &before_);
    rlimit limit = before_;
    limit.rlim_cur = value;
    setrlimit(resource_, &limit);
  }
  ~Limit() { setrlimit(resource_, &before_); }
  Limit(const Limit&) = delete;
  Limit& operator=(const Limit&) = delete;

 private:
  decltype(RLIMIT_AS) resource_;
  rlimit before_{};
};

constexpr rlim_t much = rlim_t{1} << 40;

TEST(ProcessLimit, lack_of_memory_is_told_in_words_with_its_limit) {
  const Limit none(RLIMIT_AS, RLIM_INFINITY);
  const std::runtime_error no_stack("Error: (E518) stack setup failed: failed to allocate stack memory");
  EXPECT_EQ(reason_of(std::bad_alloc()), "out of memory");
  EXPECT_EQ(reason_of(no_stack), "out of memory");
  EXPECT_EQ(reason_of(std::runtime_error("as it is")), "as it is");
  const Limit limit(RLIMIT_AS, much);
  EXPECT_EQ(reason_of(std::bad_alloc()), "out of memory: the limit is 1073741824 KiB of memory (ulimit -v)");
  EXPECT_EQ(reason_of(no_stack), reason_of(std::bad_alloc()));
}

TEST(ProcessLimit, limits_are_named_with_their_value_and_command) {
  {
    const Limit limit(RLIMIT_FSIZE, 8192);
    EXPECT_EQ(system_reason(EFBIG), "File too large: the limit is 8 KiB (ulimit -f)");
  }
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  const Limit limit(RLIMIT_NOFILE, files.rlim_cur - 1);
  EXPECT_EQ(system_reason(EMFILE),
            "Too many open files: the limit is " + std::to_string(files.rlim_cur - 1) + " (ulimit -n)");
  EXPECT_EQ(system_reason(ENOENT), "No such file or directory");
}

TEST(ProcessLimit, what_fewer_processes_may_help_is_told_apart) {
  for (const int error : {EMFILE, ENFILE, EAGAIN, ENOMEM}) {
    try {
      throw_system_error(error, "start a process");
    } catch (const ProcessLimit& limit) {
      EXPECT_EQ(std::string(limit.what()).rfind("cannot start a process: ", 0), 0u) << limit.what();
    }
  }
  EXPECT_THROW(throw_system_error(EIO, "read"), std::system_error);
}

}  // namespace
}  // namespace scnnsim
