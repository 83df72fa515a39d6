// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/order_pipe.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace scnnsim {
namespace {

constexpr std::size_t no_job = ~std::size_t{0};

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

// An order is far smaller than what a pipe passes on in one piece.
void OrderPipe::send(std::optional<BatchOrder> order) const {
  const BatchOrder sent = order.value_or(BatchOrder{no_job, true});
  if (write(ends_[1], &sent, sizeof sent) != static_cast<ssize_t>(sizeof sent)) fail("write to a worker");
}

std::optional<BatchOrder> OrderPipe::receive() const {
  BatchOrder order{};
  ssize_t count = 0;
  do {
    count = read(ends_[0], &order, sizeof order);
  } while (count < 0 && errno == EINTR);
  if (count != static_cast<ssize_t>(sizeof order)) fail("read of an order");
  return order.job == no_job ? std::nullopt : std::optional(order);
}

}  // namespace scnnsim
