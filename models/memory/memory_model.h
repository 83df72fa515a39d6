// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <systemc>
#include <tlm>

namespace scnnsim {

/// How a memory answers through its TLM-2.0 socket.
enum class MemoryProtocol {
  at_once,  ///< b_transport() returns at once and annotates the delay until the access is done
  phases    ///< nb_transport: the base protocol's four phases, answers when and in the order that they come
};

/// Memory behind the machine's DRAM interface: a module with a TLM-2.0 target socket. What such a module
/// must do is in models/README.md, "A memory of your own".
class MemoryModel : public sc_core::sc_module {
 public:
  explicit MemoryModel(const sc_core::sc_module_name& name) : sc_module(name) {}

  virtual tlm::tlm_target_socket<>& target() = 0;
  virtual MemoryProtocol protocol() const = 0;
  /// Bytes that fit. Larger layers are refused.
  virtual std::uint64_t capacity() const = 0;
};

}  // namespace scnnsim
