// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/run/order_pipe.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace scnnsim {
namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

OrderPipe::OrderPipe() {
  if (pipe2(ends_, O_CLOEXEC) != 0) fail("pipe");
}

OrderPipe::~OrderPipe() {
  close(ends_[0]);
  close(ends_[1]);
}

// A pointer is far smaller than what a pipe passes on in one piece.
void OrderPipe::send(const PlannedPoint* point) const {
  if (write(ends_[1], &point, sizeof point) != static_cast<ssize_t>(sizeof point)) fail("write to a worker");
}

const PlannedPoint* OrderPipe::receive() const {
  const PlannedPoint* point = nullptr;
  ssize_t count = 0;
  do {
    count = read(ends_[0], &point, sizeof point);
  } while (count < 0 && errno == EINTR);
  if (count != static_cast<ssize_t>(sizeof point)) fail("read of an order");
  return point;
}

}  // namespace scnnsim
