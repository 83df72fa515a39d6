// SPDX-License-Identifier: Apache-2.0
#include <type_traits>

#include "tests/fuzz/fuzz_targets.h"
#include "traces/npy.h"
#include "traces/support/error.h"

namespace scnnsim::fuzz {
namespace {

NpyExpectation anything(std::size_t dimensions) {
  NpyExpectation expectation{"tensor", {}, Shape(dimensions, 0)};
  for (std::size_t i = 0; i < EnumNames<NpyType>::names.size(); ++i)
    expectation.types.push_back(static_cast<NpyType>(i));
  return expectation;
}

/// What is read, is written and read again, is the same.
void write_and_read(const NpyTensor& tensor, std::size_t dimensions) {
  std::visit(
      [&](const auto& values) {
        const std::filesystem::path copy = scratch_file("copy.npy", "");
        write_npy(copy, values);
        const NpyTensor again = read_npy(copy, anything(dimensions));
        using Values = std::decay_t<decltype(values)>;
        promise(std::holds_alternative<Values>(again),
                "a tensor that is written has another type when it is read");
        promise(std::get<Values>(again).shape == values.shape && std::get<Values>(again).data == values.data,
                "a tensor that is written has other values when it is read");
      },
      static_cast<const NpyValues&>(tensor));
}

bool read_as(const std::filesystem::path& file, std::size_t dimensions) {
  try {
    write_and_read(read_npy(file, anything(dimensions)), dimensions);
    return true;
  } catch (const UserError&) {
    return false;
  }
}

}  // namespace

bool npy(std::string_view bytes) {
  const std::filesystem::path file = scratch_file("tensor.npy", bytes);
  bool taken = false;
  for (const std::size_t dimensions : {1, 2, 3, 4}) taken = read_as(file, dimensions) || taken;
  return taken;
}

}  // namespace scnnsim::fuzz
