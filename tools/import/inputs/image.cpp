// SPDX-License-Identifier: Apache-2.0
#include "tools/import/inputs/image.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <tuple>

#include "traces/support/error.h"

namespace scnnsim {

namespace {

/// While one lives, libpng and libjpeg say nothing on stderr: the importer's message names the file.
class QuietStderr {
 public:
  QuietStderr() : stderr_(::dup(STDERR_FILENO)) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0) return;
    ::dup2(nowhere, STDERR_FILENO);
    ::close(nowhere);
  }
  ~QuietStderr() {
    if (stderr_ < 0) return;
    ::dup2(stderr_, STDERR_FILENO);
    ::close(stderr_);
  }
  QuietStderr(const QuietStderr&) = delete;
  QuietStderr& operator=(const QuietStderr&) = delete;

 private:
  int stderr_;
};

/// Where a model's image input has its channels, rows and columns.
struct ImageLayout {
  std::size_t channels, rows, columns;
};

class ImageReader {
 public:
  ImageReader(const std::filesystem::path& file, const GraphInput& input, const ImageOptions& options,
              std::vector<std::string>& notes)
      : file_(file), input_(input), options_(options), notes_(notes) {}

  Value read() const {
    const ImageLayout layout = find_layout();
    const bool is_grey = dimension(layout.channels) == std::size_t{1};
    cv::Mat image;
    try {
      const QuietStderr quiet;
      image = cv::imread(file_.string(), is_grey ? cv::IMREAD_GRAYSCALE : cv::IMREAD_COLOR);
    } catch (const cv::Exception&) {
      image.release();
    }
    if (image.empty()) fail("is no image that OpenCV can read, expected PNG or JPEG");
    resize(image, layout);
    return to_value(image, layout);
  }

 private:
  [[noreturn]] void fail(const std::string& problem) const {
    throw UserError(fmt::format("{}: input \"{}\": {}", file_.string(), input_.name, problem));
  }

  std::optional<std::size_t> dimension(std::size_t at) const {
    return input_.dimensions ? (*input_.dimensions)[at] : std::nullopt;
  }

  static bool counts_channels(const std::optional<std::size_t>& size) {
    return size && (*size == 1 || *size == 3);
  }

  ImageLayout find_layout() const {
    if (input_.dimensions && input_.dimensions->size() != 4)
      fail(fmt::format("is an image, expected a tensor {}: give it as .npy", input_.describe()));
    if (counts_channels(dimension(1)) || !dimension(1)) return {1, 2, 3};
    if (counts_channels(dimension(3))) return {3, 1, 2};
    fail(fmt::format("is an image, expected a tensor {} with 1 or 3 channels", input_.describe()));
  }

  void resize(cv::Mat& image, const ImageLayout& layout) const {
    std::size_t rows = dimension(layout.rows).value_or(static_cast<std::size_t>(image.rows));
    std::size_t columns = dimension(layout.columns).value_or(static_cast<std::size_t>(image.cols));
    if (options_.size) std::tie(rows, columns) = *options_.size;
    check_element_count({3, rows, columns}, file_.string());
    const cv::Size size(static_cast<int>(columns), static_cast<int>(rows));
    image.convertTo(image, CV_32F);  // the exporter of PyTorch resizes floats, too
    if (size == image.size()) return;
    note_resize(image.size(), size);
    cv::resize(image, image, size);
  }

  void note_resize(const cv::Size& from, const cv::Size& to) const {
    const bool keeps_proportions =
        std::int64_t{from.width} * to.height == std::int64_t{to.width} * from.height;
    notes_.push_back(
        fmt::format("input \"{}\": {} was resized from {} x {} to {} x {} pixels (width x height){}",
                    input_.name, file_.filename().string(), from.width, from.height, to.width, to.height,
                    keeps_proportions ? "" : ", which changes its proportions"));
  }

  double element_of(const std::vector<double>& list, std::size_t channel, std::size_t channels,
                    const char* option, double otherwise) const {
    if (list.empty()) return otherwise;
    if (list.size() != 1 && list.size() != channels)
      fail(fmt::format("--{}: got {} numbers, expected 1 or {}", option, list.size(), channels));
    return list[list.size() == 1 ? 0 : channel];
  }

  Value to_value(const cv::Mat& image, const ImageLayout& layout) const {
    const auto channels = static_cast<std::size_t>(image.channels()),
               rows = static_cast<std::size_t>(image.rows), columns = static_cast<std::size_t>(image.cols);
    Shape shape{1, 0, 0, 0};
    shape[layout.channels] = channels, shape[layout.rows] = rows, shape[layout.columns] = columns;
    Value value = Value::zeros(input_.type, shape);
    const bool is_first = layout.channels == 1;
    for (std::size_t c = 0; c < channels; ++c) {
      const std::size_t from = options_.channels == ChannelOrder::rgb ? channels - 1 - c : c;
      const double mean = element_of(options_.mean, c, channels, "mean", 0);
      const double scale =
          element_of(options_.scale, c, channels, "scale", is_float(input_.type) ? 1.0 / 255 : 1);
      for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < columns; ++column) {
          const double pixel = double{image.ptr<float>(static_cast<int>(row))[column * channels + from]};
          const std::size_t position = row * columns + column;
          set(value, is_first ? c * rows * columns + position : position * channels + c,
              (pixel - mean) * scale);
        }
    }
    return value;
  }

  void set(Value& value, std::size_t at, double real) const {
    if (is_float(value.type)) {
      std::get<0>(value.data)[at] = static_cast<float>(real);
      return;
    }
    const IntegerRange range = range_of(value.type);
    const double rounded = std::nearbyint(real);
    if (rounded < static_cast<double>(range.lowest) || rounded > static_cast<double>(range.highest))
      fail(fmt::format("a pixel becomes {}, which is no {}: see --mean and --scale", rounded,
                       to_string(value.type)));
    std::get<1>(value.data)[at] = static_cast<std::int64_t>(rounded);
  }

  const std::filesystem::path& file_;
  const GraphInput& input_;
  const ImageOptions& options_;
  std::vector<std::string>& notes_;
};

}  // namespace

Value read_image(const std::filesystem::path& file, const GraphInput& input, const ImageOptions& options,
                 std::vector<std::string>& notes) {
  return ImageReader(file, input, options, notes).read();
}

}  // namespace scnnsim
