// SPDX-License-Identifier: Apache-2.0
#include "traces/npy.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <random>

#include "tests/unit/support/file_test.h"
#include "traces/npy_header.h"

namespace scnnsim {
namespace {

const NpyExpectation expected{
    "weights of layer a", {NpyType::int8, NpyType::int16, NpyType::float32}, {2, 3}};
const std::string plain_header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }\n";

std::string npy(const std::string& header, const std::string& data, char major = 1) {
  std::string bytes = std::string("\x93NUMPY") + major + '\0';
  const int length_bytes = major == 1 ? 2 : 4;
  for (int i = 0; i < length_bytes; ++i) bytes += static_cast<char>(header.size() >> (8 * i) & 0xff);
  return bytes + header + data;
}

std::string little_endian(const std::vector<std::int16_t>& values) {
  return std::string(reinterpret_cast<const char*>(values.data()), 2 * values.size());
}

class NpyTest : public ::testing::Test {
 protected:
  NpyTensor read(const std::string& bytes) {
    write_text(folder_ / "x.npy", bytes);
    return read_npy(folder_ / "x.npy", expected);
  }
  void expect_refused(const std::string& bytes, std::vector<std::string> parts) {
    parts.insert(parts.end(), {"x.npy", "weights of layer a"});
    expect_user_error([&] { read(bytes); }, parts);
  }
  ScratchFolder folder_;
};

TEST_F(NpyTest, ReadsBothVersions) {
  const std::vector<std::int16_t> values{1, -2, 300, -400, 32767, -32768};
  for (const char version : {1, 2}) {
    const auto tensor =
        std::get<Tensor<std::int16_t>>(read(npy(plain_header, little_endian(values), version)));
    EXPECT_EQ(tensor.shape, (Shape{2, 3}));
    EXPECT_EQ(tensor.data, values);
  }
}

TEST_F(NpyTest, ReadsVersion3WithTextBeyondAscii) {
  const std::string header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }\t \n";
  const auto tensor = read(npy(header, little_endian({1, 2, 3, 4, 5, 6}), 3));
  EXPECT_EQ(std::get<Tensor<std::int16_t>>(tensor).data[5], 6);
  expect_refused(npy("{'descr': [('\xc3\xa9', '<i2')], 'fortran_order': False, 'shape': (2, 3), }\n", "", 3),
                 {"header", "a string"});
}

/// Headers as C++ writers and Python 2 make them; numpy.load reads them all.
TEST_F(NpyTest, ReadsEveryWayToNameAType) {
  const auto header = [](const std::string& descr, const std::string& shape) {
    return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
  };
  for (const char* descr : {"<i2", "=i2", "i2", "|i2"})
    EXPECT_EQ(std::get<Tensor<std::int16_t>>(
                  read(npy(header(descr, "(2L, 3L)"), little_endian({1, 2, 3, 4, 5, -6}))))
                  .data[5],
              -6)
        << descr;
  for (const char* descr : {"|i1", "<i1", "=i1", ">i1", "i1"}) {
    const NpyTensor tensor = read(npy(header(descr, "(2, 3,)"), "\x01\x02\x03\x04\x05\xfa"));
    EXPECT_EQ(tensor.type, NpyType::int8) << descr;
    EXPECT_EQ(std::get<Tensor<std::int8_t>>(tensor).data[5], -6) << descr;
  }
  for (const char* shape : {"(2l, 3)", "(2LL, 3)", "(2, L3)"})
    expect_refused(npy(header("<i2", shape), std::string(12, '\0')), {"header"});
}

NpyTensor read_as(const std::filesystem::path& file, const std::string& descr, NpyType type,
                  const std::string& bytes, std::size_t count) {
  write_text(file, npy("{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" +
                           std::to_string(count) + ",), }\n",
                       bytes));
  return read_npy(file, {"t", {type}, {count}});
}

TEST_F(NpyTest, ReadsBooleansAsZeroAndOne) {
  const auto read_bytes = [&](const std::string& bytes) {
    return read_as(folder_ / "x.npy", "|b1", NpyType::boolean, bytes, 3);
  };
  const NpyTensor tensor = read_bytes(std::string("\x01\x00\x01", 3));
  EXPECT_EQ(tensor.type, NpyType::boolean);
  EXPECT_EQ(std::get<Tensor<std::uint8_t>>(tensor).data, (std::vector<std::uint8_t>{1, 0, 1}));
  expect_user_error([&] { read_bytes(std::string("\x01\x00\x02", 3)); },
                    {"x.npy", "t", "index 2", "byte 2", "0 or 1"});
}

TEST_F(NpyTest, ReadsHalfPrecision) {
  // 1, -2, the largest (65504), the smallest normal (2^-14) and subnormal (2^-24) number, -0, 1/3.
  const std::vector<std::uint16_t> bits{0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x8000, 0x3555};
  const auto read_bits = [&](const std::vector<std::uint16_t>& half) {
    return read_as(folder_ / "x.npy", "<f2", NpyType::float16,
                   std::string(reinterpret_cast<const char*>(half.data()), 2 * half.size()), half.size());
  };
  const NpyTensor tensor = read_bits(bits);
  EXPECT_EQ(tensor.type, NpyType::float16);
  EXPECT_EQ(std::get<Tensor<float>>(tensor).data,
            (std::vector<float>{1, -2, 65504, 0x1p-14f, 0x1p-24f, -0.0f, 0x1.554p-2f}));
  for (const std::uint16_t bad : {0x7c00, 0xfc00, 0x7e00})  // infinities, not a number
    expect_user_error([&] { read_bits({0, bad}); }, {"x.npy", "index 1", "finite"});
}

TEST_F(NpyTest, ReadsPlanesOfAnySizeWhereAskedFor) {
  Tensor<std::int8_t> tensor({2, 3, 4});
  write_npy(folder_ / "x.npy", tensor);
  const auto read_shape = [&](const Shape& shape) {
    return read_npy(folder_ / "x.npy", {"t", {NpyType::int8}, shape});
  };
  EXPECT_EQ(std::get<Tensor<std::int8_t>>(read_shape({2, 0, 0})).shape, (Shape{2, 3, 4}));
  expect_user_error([&] { read_shape({3, 0, 0}); }, {"shape", "got (2, 3, 4)", "expected (3, any, any)"});
  expect_user_error([&] { read_shape({2, 0}); }, {"shape", "got (2, 3, 4)", "expected (2, any)"});
  write_npy(folder_ / "x.npy", Tensor<std::int8_t>({2, 0, 4}));
  expect_user_error([&] { read_shape({2, 0, 0}); }, {"shape", "got (2, 0, 4)", "any"});
}

TEST_F(NpyTest, WritesWhatNumPyWrites) {
  Tensor<std::int8_t> tensor({2, 3});
  tensor.data = {1, 2, 3, -1, -2, -3};
  write_npy(folder_ / "x.npy", tensor);
  std::string header = "{'descr': '|i1', 'fortran_order': False, 'shape': (2, 3), }";
  header.resize(128 - 10 - 1, ' ');
  EXPECT_EQ(read_text(folder_ / "x.npy"), npy(header + "\n", "\x01\x02\x03\xff\xfe\xfd"));
}

template <class T>
void round_trip(const std::filesystem::path& file, NpyType type, std::vector<T> values) {
  Tensor<T> tensor;
  tensor.shape = {values.size()};
  tensor.data = values;
  write_npy(file, tensor);
  EXPECT_EQ(std::get<Tensor<T>>(read_npy(file, {"x", {type}, {values.size()}})).data, values);
}

TEST_F(NpyTest, RoundTripsEveryType) {
  round_trip<std::int8_t>(folder_ / "x.npy", NpyType::int8, {-128, 0, 127});
  round_trip<std::int16_t>(folder_ / "x.npy", NpyType::int16, {-32768, 0, 32767});
  round_trip<std::int32_t>(folder_ / "x.npy", NpyType::int32, {-2147483647, 0, 2147483647});
  round_trip<std::uint8_t>(folder_ / "x.npy", NpyType::uint8, {0, 128, 255});
  round_trip<std::int64_t>(folder_ / "x.npy", NpyType::int64, {INT64_MIN, -1, INT64_MAX});
  round_trip<double>(folder_ / "x.npy", NpyType::float64, {-1.5, 1e-320, 1e300});
  round_trip<float>(folder_ / "x.npy", NpyType::float32, {-1.5f, 0, 1e-40f});
  EXPECT_FALSE(std::filesystem::exists(folder_ / "x.npy.partial"));
}

TEST_F(NpyTest, RefusesMissingFilesAndFolders) {
  expect_user_error([&] { read_npy(folder_ / "none.npy", expected); },
                    {"none.npy", "weights of layer a", "does not exist"});
  expect_user_error([&] { read_npy(folder_.path(), expected); }, {"weights of layer a", "folder"});
}

TEST_F(NpyTest, RefusesOtherFiles) {
  expect_refused("", {"not a NumPy"});
  expect_refused("\x93NUMP", {"not a NumPy"});
  expect_refused("PK\x03\x04 an archive", {"not a NumPy"});
  expect_refused(npy(plain_header, "", 4), {"version", "4.0", "1.0, 2.0 or 3.0"});
  expect_refused(npy(plain_header, "", 0), {"version", "0.0"});
}

TEST_F(NpyTest, RefusesMalformedHeaders) {
  const std::string data(12, '\0');
  expect_refused(npy("", data), {"header", "'{'"});
  expect_refused(npy("{'descr': '<i2', 'fortran_order': False}", data), {"header", "shape", "missing"});
  expect_refused(npy("{'descr': '<i2', 'descr': '<i2'}", data), {"descr", "twice"});
  expect_refused(npy("{'descr': '<i2', 'fortran_order': 0, 'shape': (2, 3)}", data), {"True or False"});
  expect_refused(npy("{'descr': '<i2', 'fortran_order': False, 'shape': (2, -3)}", data),
                 {"a dimension", "-3"});
  expect_refused(npy("{'descr': '<i2', 'fortran_order': False, 'shape': (99999999999999999999,)}", data),
                 {"a dimension"});
  expect_refused(npy("{'descr': '<i2', 'extra': 1}", data), {"extra"});
  expect_refused(npy(plain_header + "x", data), {"end of the header"});
}

TEST_F(NpyTest, RefusesTruncatedHeaders) {
  const std::string bytes = npy(plain_header, little_endian({1, 2, 3, 4, 5, 6}));
  for (std::size_t length = 6; length < 10 + plain_header.size(); ++length)
    expect_refused(bytes.substr(0, length), {"the file ends"});
}

TEST_F(NpyTest, RefusesOtherTypesOrdersAndShapes) {
  const auto with = [](const std::string& descr, const std::string& order, const std::string& shape) {
    return npy("{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + "}\n",
               std::string(12, '\0'));
  };
  for (const char* descr : {"<f8", ">i2", "<i4", "|u1", "", "\\n", "<", "<<i2", "int16", "<i3", "<U2"})
    expect_refused(with(descr, "False", "(2, 3)"), {"dtype", "int8", "<i2"});
  expect_refused(with("<i2", "True", "(2, 3)"), {"fortran_order", "True", "False"});
  expect_refused(with("<i2", "False", "(3, 2)"), {"shape", "(3, 2)", "(2, 3)"});
  expect_refused(with("<i2", "False", "(6,)"), {"shape", "(6,)", "(2, 3)"});
  expect_refused(with("<i2", "False", "()"), {"shape", "()", "(2, 3)"});
  // A lie about the size takes no memory.
  expect_refused(with("<i2", "False", "(4294967296, 4294967296)"), {"shape", "(4294967296, 4294967296)"});
}

TEST_F(NpyTest, ChecksTheSizeBeforeTakingMemory) {
  write_text(folder_ / "x.npy",
             npy("{'descr': '<i2', 'fortran_order': False, 'shape': (1099511627776,)}\n", "12"));
  expect_user_error(
      [&] {
        read_npy(folder_ / "x.npy", {"t", {NpyType::int16}, {std::size_t{1} << 40}});
      },
      {"truncated", "got 2 bytes"});
}

TEST_F(NpyTest, RefusesMissingAndTrailingData) {
  const std::string data = little_endian({1, 2, 3, 4, 5, 6});
  expect_refused(npy(plain_header, data.substr(1)), {"truncated", "11", "12"});
  expect_refused(npy(plain_header, ""), {"truncated", "0", "12"});
  expect_refused(npy(plain_header, data + "x"), {"1 trailing", "13", "12"});
}

TEST_F(NpyTest, RefusesFloatsThatAreNotFinite) {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    std::vector<float> values{1, 2, 3, 4, bad, 6};
    const std::string data(reinterpret_cast<const char*>(values.data()), 24);
    expect_refused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n", data),
                   {"value at (1, 1), flat index 4", "finite"});
  }
}

TEST(DescribePlace, CountsFromTheLastAxis) {
  EXPECT_EQ(describe_place(23, {2, 3, 4}), "value at (1, 2, 3), flat index 23");
  EXPECT_EQ(describe_place(5, {2, 3, 4}, "(C, H, W)"), "value at (0, 1, 1) of (C, H, W), flat index 5");
  EXPECT_EQ(describe_place(3, {7}, "(K)"), "value at (3,) of (K), flat index 3");
}

TEST_F(NpyTest, NamesTheAxesOfTheExpectedShape) {
  write_text(folder_ / "x.npy", npy(plain_header, little_endian({1, 2, 3, 4, 5, 6})));
  expect_user_error(
      [&] {
        read_npy(folder_ / "x.npy", {"t", {NpyType::int16}, {3, 2}, "(H, W)"});
      },
      {"shape: got (2, 3), expected (3, 2), which is (H, W)"});
}

/// One to four bytes changed, removed or inserted, or the end cut off.
std::string mutate(std::string bytes, std::mt19937& random) {
  for (unsigned edits = 1 + random() % 4; edits > 0 && !bytes.empty(); --edits) {
    const std::size_t at = random() % bytes.size();
    switch (random() % 4) {
      case 0:
        bytes[at] = static_cast<char>(random());
        break;
      case 1:
        bytes.erase(at, 1 + random() % 8);
        break;
      case 2:
        bytes.insert(at, 1 + random() % 8, static_cast<char>(random()));
        break;
      default:
        bytes.resize(at);
    }
  }
  return bytes;
}

TEST_F(NpyTest, TakesOrRefusesRandomMutations) {
  const std::string valid = npy(plain_header, little_endian({1, 2, 3, 4, 5, 6}));
  std::mt19937 random(3);
  int taken = 0, refused = 0;
  for (int round = 0; round < 500; ++round) {
    try {
      const auto tensor = read(mutate(valid, random));
      std::visit([](const auto& values) { EXPECT_EQ(values.data.size(), element_count(values.shape)); },
                 static_cast<const NpyValues&>(tensor));
      ++taken;
    } catch (const UserError& error) {
      EXPECT_NE(std::string(error.what()), "");
      ++refused;
    }
  }
  EXPECT_GT(taken, 0);
  EXPECT_GT(refused, taken);
}

/// A header that is taken is written as one that says the same.
TEST(NpyHeader, RandomMutationsThatAreTakenAreWrittenAsTheyWereRead) {
  std::mt19937 random(4);
  int taken = 0, refused = 0;
  for (int round = 0; round < 50000; ++round) {
    try {
      const NpyHeader header = parse_npy_header(mutate(plain_header, random));
      const NpyHeader again = parse_npy_header(format_npy_header(header, 10));
      EXPECT_EQ(again.descr, header.descr);
      EXPECT_EQ(again.fortran_order, header.fortran_order);
      EXPECT_EQ(again.shape, header.shape);
      ++taken;
    } catch (const NpyHeaderError&) {
      ++refused;
    }
  }
  EXPECT_GT(taken, 0);
  EXPECT_GT(refused, taken);
}

}  // namespace
}  // namespace scnnsim
