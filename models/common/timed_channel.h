// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <boost/circular_buffer.hpp>
#include <cstddef>
#include <systemc>
#include <utility>
#include <vector>

#include "models/common/cycle_owner.h"

/// Channels between processes. Every item carries the cycle from which the receiver may use it. The kernel
/// time at which an item is pushed has no meaning.
namespace scnnsim {

/// Item of a channel, with the cycle from which it is visible.
template <class T>
struct Timed {
  Cycle cycle = 0;
  T item{};
};

/// Item without content: only its cycle matters. A channel of Signals stores cycles only.
struct Signal {};
template <>
struct Timed<Signal> {
  Cycle cycle = 0;
  Timed() = default;
  Timed(Cycle at, Signal) : cycle(at) {}
};

/// First-in first-out queue of timed items.
template <class T>
class TimedQueue {
 public:
  void push(Cycle cycle, T item) {
    if (queue_.full()) queue_.set_capacity(2 * queue_.size() + 8);
    queue_.push_back({cycle, std::move(item)});
  }
  bool empty() const { return queue_.empty(); }
  Timed<T> pop() {
    Timed<T> front = std::move(queue_.front());
    queue_.pop_front();
    return front;
  }

 private:
  boost::circular_buffer<Timed<T>> queue_;
};

/// First-in first-out channel from one process to another.
template <class T>
class TimedChannel : private TimedQueue<T> {
 public:
  using TimedQueue<T>::empty;
  using TimedQueue<T>::pop;
  void push(Cycle cycle, T item) {
    TimedQueue<T>::push(cycle, std::move(item));
    if (reader_) std::exchange(reader_, nullptr)->notify();
  }
  /// Notifies the reader's `event` once, at the next push.
  void await(sc_core::sc_event& event) { reader_ = &event; }

 private:
  sc_core::sc_event* reader_ = nullptr;  ///< set while the reader waits
};

/// List of cycles. One process appends to it; many processes read it, each at its own pace.
class BroadcastLog {
 public:
  void append(Cycle cycle) {
    cycles_.push_back(cycle);
    if (knows(first_awaited_)) wake();
  }
  bool knows(std::size_t index) const { return index < cycles_.size(); }
  Cycle operator[](std::size_t index) const { return cycles_[index]; }
  /// Whether the entry is known, and at most `cycle`.
  bool arrived_by(std::size_t index, Cycle cycle) const { return knows(index) && cycles_[index] <= cycle; }

  /// Notifies `event` once, when entry `index` is known.
  void await(std::size_t index, sc_core::sc_event& event) {
    awaited_.push_back({index, &event});
    first_awaited_ = std::min(first_awaited_, index);
  }

 private:
  /// Notifies every reader whose entry is known. The other readers keep waiting.
  void wake() {
    first_awaited_ = none;
    const auto still_unknown = [this](const Awaited& awaited) {
      if (!knows(awaited.index)) {
        first_awaited_ = std::min(first_awaited_, awaited.index);
        return true;
      }
      awaited.event->notify();
      return false;
    };
    awaited_.erase(std::partition(awaited_.begin(), awaited_.end(), still_unknown), awaited_.end());
  }

  struct Awaited {
    std::size_t index;
    sc_core::sc_event* event;
  };
  static constexpr std::size_t none = ~std::size_t{0};
  std::vector<Cycle> cycles_;
  std::vector<Awaited> awaited_;
  std::size_t first_awaited_ = none;  ///< smallest index in awaited_
};

}  // namespace scnnsim
