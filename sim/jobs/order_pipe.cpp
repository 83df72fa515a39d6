// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/order_pipe.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "sim/run/run_errors.h"

namespace scnnsim {
namespace {

constexpr std::size_t no_job = ~std::size_t{0};

}  // namespace

OrderPipe::OrderPipe() {
  if (pipe2(ends_, O_CLOEXEC) != 0) throw_system_error(errno, "open a pipe to a new process");
}

OrderPipe::~OrderPipe() {
  close(ends_[0]);
  close(ends_[1]);
}

// An order is far smaller than what a pipe passes on in one piece.
void OrderPipe::send(std::optional<BatchOrder> order) const {
  const BatchOrder sent = order.value_or(BatchOrder{no_job, true});
  if (write(ends_[1], &sent, sizeof sent) != static_cast<ssize_t>(sizeof sent))
    throw_system_error(errno, "give work to a process");
}

std::optional<BatchOrder> OrderPipe::receive() const {
  BatchOrder order{};
  ssize_t count = 0;
  do {
    count = read(ends_[0], &order, sizeof order);
  } while (count < 0 && errno == EINTR);
  if (count != static_cast<ssize_t>(sizeof order)) throw_system_error(errno, "read what work there is");
  return order.job == no_job ? std::nullopt : std::optional(order);
}

}  // namespace scnnsim
