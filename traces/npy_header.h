// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "traces/tensor.h"

namespace scnnsim {

/// The dictionary at the start of an NPY file.
struct NpyHeader {
  std::string descr;  ///< element type, for example "<i2"
  bool fortran_order = false;
  Shape shape;
};

/// What is wrong with a header, without file and field.
class NpyHeaderError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Parses the dictionary as NumPy reads it: "{'descr': '<i2', 'fortran_order': False, 'shape': (3, 4), }" and
/// padding. Throws NpyHeaderError.
NpyHeader parse_npy_header(std::string_view text);

/// The same text, padded with blanks and a newline so that `prefix` bytes and the text fill a multiple of 64.
std::string format_npy_header(const NpyHeader& header, std::size_t prefix);

}  // namespace scnnsim
