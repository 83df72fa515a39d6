// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/fashion_mnist.h"

#include <fmt/format.h>
#include <zlib.h>

#include <memory>
#include <vector>

#include "traces/support/error.h"

namespace scnnsim {

namespace {

constexpr std::int64_t side = 28;
constexpr double pixel_mean = 0.2860, pixel_deviation = 0.3530;  // of the 60,000 training images, 0 ... 1

/// The numbers of an IDX file's header: 0x08 (bytes) and the number of dimensions, then the dimensions.
using IdxHeader = std::vector<std::uint32_t>;

class IdxFile {
 public:
  explicit IdxFile(std::filesystem::path path) : path_(std::move(path)), file_(gzopen(path_.c_str(), "rb")) {
    if (!file_)
      throw UserError(path_.string() + ": cannot be read; tools/setup study installs dataset-fashion-mnist");
  }

  void read(void* bytes, std::size_t count) {
    if (gzread(file_.get(), bytes, static_cast<unsigned>(count)) != static_cast<int>(count))
      throw UserError(path_.string() + ": is truncated, or no gzip file");
  }

  void check_header(const IdxHeader& expected) {
    for (const std::uint32_t number : expected) {
      unsigned char b[4];
      read(b, sizeof b);
      const auto got =
          std::uint32_t{b[0]} << 24 | std::uint32_t{b[1]} << 16 | std::uint32_t{b[2]} << 8 | b[3];
      if (got != number)
        throw UserError(fmt::format("{}: header: got {}, expected {}", path_.string(), got, number));
    }
  }

 private:
  struct Close {
    void operator()(gzFile file) const { gzclose(file); }
  };
  std::filesystem::path path_;
  std::unique_ptr<gzFile_s, Close> file_;
};

torch::Tensor read_idx(const std::filesystem::path& file, const IdxHeader& header, std::int64_t images,
                       std::int64_t bytes_per_image) {
  IdxFile idx(file);
  idx.check_header(header);
  torch::Tensor bytes = torch::empty({images * bytes_per_image}, torch::kUInt8);
  idx.read(bytes.data_ptr(), static_cast<std::size_t>(bytes.numel()));
  return bytes;
}

LabelledImages read_part(const std::filesystem::path& folder, const std::string& part, std::uint32_t held,
                         std::int64_t wanted) {
  const torch::Tensor pixels =
      read_idx(folder / (part + "-images-idx3-ubyte.gz"),
               {0x803, held, std::uint32_t{side}, std::uint32_t{side}}, wanted, side * side);
  const torch::Tensor labels = read_idx(folder / (part + "-labels-idx1-ubyte.gz"), {0x801, held}, wanted, 1);
  const torch::Tensor images = pixels.view({wanted, 1, side, side}).to(torch::kFloat).div_(255);
  return {images.sub_(pixel_mean).div_(pixel_deviation), labels.to(torch::kLong)};
}

}  // namespace

FashionMnist FashionMnist::load(const std::filesystem::path& folder, const Schedule& schedule) {
  const std::int64_t train = schedule.train_images, scan = schedule.scan_images;
  const LabelledImages all = read_part(folder, "train", 60000, train + scan);
  return {{all.images.narrow(0, 0, train), all.labels.narrow(0, 0, train)},
          {all.images.narrow(0, train, scan), all.labels.narrow(0, train, scan)},
          read_part(folder, "t10k", 10000, schedule.test_images)};
}

}  // namespace scnnsim
