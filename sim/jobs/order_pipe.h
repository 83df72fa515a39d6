// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

namespace scnnsim {

/// What a batch of jobs is to do next.
struct BatchOrder {
  std::size_t job;
  bool is_last;  ///< there is nothing else to do, now or later
};

/// Tells a worker process, order by order, what to do.
class OrderPipe {
 public:
  OrderPipe();
  ~OrderPipe();
  OrderPipe(const OrderPipe&) = delete;
  OrderPipe& operator=(const OrderPipe&) = delete;

  /// In the parent; nothing: there is no more.
  void send(std::optional<BatchOrder> order) const;
  /// In the worker: waits for the next.
  std::optional<BatchOrder> receive() const;
  /// In the worker: readable when receive() need not wait.
  int descriptor() const { return ends_[0]; }

 private:
  int ends_[2];
};

}  // namespace scnnsim
