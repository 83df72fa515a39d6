// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

#include "sim/run/worker_process.h"
#include "sim/run/worker_protocol.h"

namespace scnnsim {

/// Prepares the memory of a child process that simulates: it touches tens of megabytes once and ends, so that
/// faulting in small pages is a tenth of its time. Asks for huge pages for what the allocator gives out next,
/// where the system has them, and keeps the allocator from giving memory back. Changes no result.
void prepare_child_memory();

/// The same for a child that will hold hundreds of megabytes and fork often, which takes time for every page.
void prepare_parent_memory();

/// One forked child and the parent's end of its pipe. The destructor kills and reaps a child that still runs.
class ChildProcess {
 public:
  /// Forks; `body` runs in the child, which never returns from here. Throws std::system_error.
  explicit ChildProcess(const std::function<void(Channel&)>& body);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Readable when receive() has something to do.
  int descriptor() const { return descriptor_; }
  /// Reads what is there and hands over whole messages. Returns false once the child has closed its end.
  bool receive(const std::function<void(std::string)>& on_message);
  /// After receive() returned false: reaps the child and throws what it threw, or says how it died.
  void finish(const std::string& name);

 private:
  int reap();

  pid_t pid_ = -1;
  int descriptor_ = -1;
  FrameReader reader_;
  Frame last_{FrameKind::message, ""};
};

}  // namespace scnnsim
