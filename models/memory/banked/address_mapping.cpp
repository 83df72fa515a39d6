// SPDX-License-Identifier: Apache-2.0
#include "models/memory/banked/address_mapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "traces/support/error.h"

namespace scnnsim {
namespace {

constexpr std::array<std::string_view, 6> field_names{"Ro", "Ra", "Bg", "Ba", "Co", "Ch"};
constexpr std::string_view xor_suffix = "_xor";
constexpr const char* expected =
    "expected Ro, Ra, Ba, Co and Ch once each, and Bg at most once, highest first, such as \"RoBaRaCoCh\" or "
    "\"RoRaBaCoBgCh_xor\"";

unsigned bits_of(std::uint32_t power_of_two) {
  unsigned bits = 0;
  while (power_of_two >> (bits + 1) != 0) ++bits;
  return bits;
}

}  // namespace

AddressMapping::AddressMapping(const std::string& name, const DramDevice& device)
    : bank_groups_(device.bank_groups), banks_(device.banks) {
  std::array<unsigned, field_count> counts{bits_of(device.rows),        bits_of(device.ranks),
                                           bits_of(device.bank_groups), bits_of(device.banks),
                                           bits_of(device.columns),     bits_of(device.channels)};
  std::string_view rest = name;
  if (rest.size() > xor_suffix.size() && rest.substr(rest.size() - xor_suffix.size()) == xor_suffix) {
    is_xored_ = true;
    rest.remove_suffix(xor_suffix.size());
  }
  if (rest.find(field_names[bank_group]) == std::string_view::npos) {
    groups_in_bank_ = counts[bank_group];
    counts[bank] += std::exchange(counts[bank_group], 0);
  }
  std::array<bool, field_count> seen{};
  unsigned shift = 0;
  for (; rest.size() >= 2; rest.remove_suffix(2)) {
    const auto found = std::find(field_names.begin(), field_names.end(), rest.substr(rest.size() - 2));
    const auto field = static_cast<std::size_t>(found - field_names.begin());
    if (found == field_names.end() || seen[field]) break;
    seen[field] = true;
    fields_[field] = {shift, counts[field]};
    shift += counts[field];
  }
  if (!rest.empty()) throw UserError(fmt::format("dram.mapping: got \"{}\", {}", name, expected));
  unsigned all = 0;
  for (const unsigned count : counts) all += count;
  if (shift != all)
    throw UserError(fmt::format(
        "dram.mapping: got \"{}\", which covers {} bits of an atom's number, but the memory has {}; {}", name,
        shift, all, expected));
}

AtomPlace AddressMapping::place(std::uint64_t atom) const {
  AtomPlace place;
  place.channel = fields_[channel].of(atom);
  place.row = fields_[row].of(atom);
  std::uint32_t banks = fields_[bank].of(atom);
  if (is_xored_) banks ^= place.row & ((std::uint32_t{1} << fields_[bank].count) - 1);
  const std::uint32_t group = groups_in_bank_ > 0 ? banks & ((std::uint32_t{1} << groups_in_bank_) - 1)
                                                  : fields_[bank_group].of(atom);
  place.bank.rank = fields_[rank].of(atom);
  place.bank.group = place.bank.rank * bank_groups_ + group;
  place.bank.bank = place.bank.group * banks_ + (banks >> groups_in_bank_);
  return place;
}

}  // namespace scnnsim
