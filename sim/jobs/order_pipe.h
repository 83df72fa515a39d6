// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

namespace scnnsim {

/// Next job of a batch.
struct BatchOrder {
  std::size_t job;
  bool is_last;  ///< the batch is at no other job and will get none
};

/// Pipe of orders from the runner to a worker process.
class OrderPipe {
 public:
  OrderPipe();
  ~OrderPipe();
  OrderPipe(const OrderPipe&) = delete;
  OrderPipe& operator=(const OrderPipe&) = delete;

  /// Called in the parent. No value: no more orders follow.
  void send(std::optional<BatchOrder> order) const;
  /// Called in the worker. Waits for the next order.
  std::optional<BatchOrder> receive() const;
  /// For the worker: readable when receive() need not wait.
  int descriptor() const { return ends_[0]; }

 private:
  int ends_[2];
};

}  // namespace scnnsim
