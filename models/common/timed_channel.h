// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/circular_buffer.hpp>
#include <systemc>
#include <utility>
#include <vector>

#include "models/common/cycle_owner.h"

/// Channels between processes. Every item carries the cycle from which the receiver may use it; when the item
/// is pushed, in kernel time, has no meaning.
namespace scnnsim {

/// What a channel hands over: an item and the cycle from which it is visible.
template <class T>
struct Timed {
  Cycle cycle = 0;
  T item{};
};

/// An item without content: only its cycle matters. A channel of these holds nothing but cycles.
struct Signal {};
template <>
struct Timed<Signal> {
  Cycle cycle = 0;
  Timed() = default;
  Timed(Cycle at, Signal) : cycle(at) {}
};

/// First-in first-out channel from one process to another.
template <class T>
class TimedChannel {
 public:
  void push(Cycle cycle, T item) {
    if (queue_.full()) queue_.set_capacity(2 * queue_.size() + 8);
    queue_.push_back({cycle, std::move(item)});
    if (awaited_) event_.notify();
    awaited_ = false;
  }
  bool empty() const { return queue_.empty(); }
  Timed<T> pop() {
    Timed<T> front = std::move(queue_.front());
    queue_.pop_front();
    return front;
  }
  const sc_core::sc_event& event() {
    awaited_ = true;
    return event_;
  }

 private:
  boost::circular_buffer<Timed<T>> queue_;
  sc_core::sc_event event_;
  bool awaited_ = false;
};

/// A list of cycles that one process appends to and many read, each at its own pace.
class BroadcastLog {
 public:
  void append(Cycle cycle) {
    cycles_.push_back(cycle);
    if (awaited_) event_.notify();
    awaited_ = false;
  }
  bool knows(std::size_t index) const { return index < cycles_.size(); }
  Cycle operator[](std::size_t index) const { return cycles_[index]; }
  const sc_core::sc_event& event() {
    awaited_ = true;
    return event_;
  }

 private:
  std::vector<Cycle> cycles_;
  sc_core::sc_event event_;
  bool awaited_ = false;
};

}  // namespace scnnsim
