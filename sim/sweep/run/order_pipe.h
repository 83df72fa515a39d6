// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace scnnsim {

struct PlannedPoint;

/// Tells a worker, point by point, what to do. Points are those that parent and worker had before the fork.
class OrderPipe {
 public:
  OrderPipe();
  ~OrderPipe();
  OrderPipe(const OrderPipe&) = delete;
  OrderPipe& operator=(const OrderPipe&) = delete;

  /// In the parent; nullptr: there is no more.
  void send(const PlannedPoint* point) const;
  /// In the worker: waits for the next.
  const PlannedPoint* receive() const;

 private:
  int ends_[2];
};

}  // namespace scnnsim
