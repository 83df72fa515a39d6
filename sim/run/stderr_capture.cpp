// SPDX-License-Identifier: Apache-2.0
#include "sim/run/stderr_capture.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "sim/run/run_errors.h"

namespace scnnsim {
namespace {

constexpr long most_kept_bytes = 1 << 16;

}  // namespace

StderrCapture::StderrCapture() : descriptor_(memfd_create("stderr of a worker", MFD_CLOEXEC)) {
  if (descriptor_ < 0) throw_system_error(errno, "keep what a process writes to stderr");
  fcntl(descriptor_, F_SETFL, O_APPEND);
}

StderrCapture::~StderrCapture() {
  close(descriptor_);
}

void StderrCapture::redirect() const {
  dup2(descriptor_, STDERR_FILENO);
}

std::string StderrCapture::take() {
  const long end = lseek(descriptor_, 0, SEEK_END);
  const long begin = std::max(read_, end - most_kept_bytes);
  std::string text(static_cast<std::size_t>(std::max(end - begin, 0L)), '\0');
  const ssize_t count = pread(descriptor_, text.data(), text.size(), begin);
  text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  read_ = end;
  return text;
}

}  // namespace scnnsim
