// SPDX-License-Identifier: Apache-2.0
#include "models/memory/banked/address_mapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

struct FieldName {
  std::string_view name, meaning, sizes;
};
/// In the order of AddressMapping::Field.
constexpr std::array<FieldName, 6> field_names{{{"Ro", "row", "dram_device.rows"},
                                                {"Ra", "rank", "dram_device.ranks"},
                                                {"Bg", "bank group", "dram_device.bank_groups"},
                                                {"Ba", "bank", "dram_device.banks"},
                                                {"Co", "column", "atoms of a row"},
                                                {"Ch", "channel", "dram_device.channels"}}};
constexpr std::string_view xor_suffix = "_xor";
constexpr const char* expected_form =
    "expected Ro (row), Ra (rank), Ba (bank), Co (column) and Ch (channel) once each, and Bg (bank group) at "
    "most "
    "once, highest first, such as \"RoBaRaCoCh\" or \"RoRaBaCoBgCh_xor\"";

/// "Ra (rank)"
std::string full_name(const FieldName& field) {
  return fmt::format("{} ({})", field.name, field.meaning);
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
  if (rest.find(field_names[bank_group].name) == std::string_view::npos) {
    groups_in_bank_ = counts[bank_group];
    counts[bank] += std::exchange(counts[bank_group], 0);
  }
  const auto refuse = [&](const std::string& what) {
    throw UserError(fmt::format("dram.mapping: got \"{}\", {}; {}", name, what, expected_form));
  };
  std::array<bool, field_count> seen{};
  unsigned shift = 0;
  for (; !rest.empty(); rest.remove_suffix(2)) {
    const std::string_view last = rest.substr(rest.size() - std::min<std::size_t>(rest.size(), 2));
    const auto found = std::find_if(field_names.begin(), field_names.end(),
                                    [&](const FieldName& one) { return one.name == last; });
    if (found == field_names.end()) refuse(fmt::format("where \"{}\" is no field", last));
    const auto field = static_cast<std::size_t>(found - field_names.begin());
    if (seen[field]) refuse(fmt::format("where {} stands twice", full_name(*found)));
    seen[field] = true;
    fields_[field] = {shift, counts[field]};
    shift += counts[field];
  }
  std::vector<std::string> missing;
  unsigned all = 0;
  for (std::size_t field = 0; field < field_count; ++field) {
    all += counts[field];
    if (seen[field] || counts[field] == 0) continue;
    const bool has_groups = field == bank && groups_in_bank_ > 0;
    missing.push_back(fmt::format("{} is missing: expected {} for {}{} = {}, got none",
                                  full_name(field_names[field]), counted(counts[field], "bit"),
                                  has_groups ? "dram_device.bank_groups x " : "", field_names[field].sizes,
                                  std::uint64_t{1} << counts[field]));
  }
  if (!missing.empty())
    refuse(fmt::format("which covers {} bits of an atom's number, but the memory has {}: {}", shift, all,
                       fmt::join(missing, "; ")));
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
