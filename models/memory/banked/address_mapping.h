// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "models/memory/banked/dram_device.h"

namespace scnnsim {

/// A bank of a channel, numbered at every level within the channel: groups and banks over all ranks.
struct BankPlace {
  std::uint32_t rank = 0, group = 0, bank = 0;
};

/// Where an atom lies.
struct AtomPlace {
  std::uint32_t channel = 0;
  BankPlace bank;
  std::uint32_t row = 0;
};

/// Mapping from addresses to places, by a name such as "RoBaRaCoCh": the fields of an atom's number, highest
/// first. Ro row, Ra rank, Bg bank group, Ba bank, Co column, Ch channel. Without Bg, Ba covers bank groups
/// too, as its lowest bits. With "_xor" behind the name the bits of Ba are xored with the row's lowest bits,
/// so that rows of one bank, which follow one another in many streams, come to lie in different ones.
class AddressMapping {
 public:
  /// Throws UserError for a field that is not known, is named twice, or is missing though the device has bits
  /// of it.
  AddressMapping(const std::string& name, const DramDevice& device);

  /// `atom`: address / atom_bytes.
  AtomPlace place(std::uint64_t atom) const;

 private:
  enum Field : std::size_t { row, rank, bank_group, bank, column, channel, field_count };
  struct Bits {
    unsigned shift = 0, count = 0;
    std::uint32_t of(std::uint64_t atom) const {
      return static_cast<std::uint32_t>(atom >> shift) & ((std::uint32_t{1} << count) - 1);
    }
  };

  std::array<Bits, field_count> fields_{};
  unsigned groups_in_bank_ = 0;  ///< lowest bits of `bank` that are the bank group
  std::uint32_t bank_groups_, banks_;
  bool is_xored_ = false;
};

}  // namespace scnnsim
