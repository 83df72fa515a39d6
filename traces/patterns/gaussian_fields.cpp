// SPDX-License-Identifier: Apache-2.0
#include "traces/patterns/gaussian_fields.h"

#include <algorithm>
#include <cmath>

namespace scnnsim {

namespace {

/// Power of two that leaves a margin of 16 positions, or as many as the plane has, to the opposite border.
std::size_t torus_length(std::uint64_t length) {
  const std::uint64_t needed = length == 1 ? 1 : length + std::min<std::uint64_t>(length, 16);
  std::size_t power = 1;
  while (power < needed) power *= 2;
  return power;
}

/// Cycles per position of the frequency with index i, of `length`.
double frequency(std::size_t i, std::size_t length) {
  return static_cast<double>(std::min(i, length - i)) / static_cast<double>(length);
}

/// Brings the mean to 0 and the variance to 1.
void normalise(std::vector<float>& plane) {
  double sum = 0, squares = 0;
  for (const float value : plane) sum += value, squares += static_cast<double>(value) * value;
  const auto size = static_cast<double>(plane.size());
  const double mean = sum / size, variance = squares / size - mean * mean;
  const double scale = plane.size() > 1 && variance > 0 ? 1 / std::sqrt(variance) : 0;
  for (float& value : plane) value = static_cast<float>((value - mean) * scale);
}

/// The first `rows` rows of a matrix with `columns` columns become the columns of `to`.
void transpose(const std::vector<float>& from, std::size_t rows, std::size_t columns,
               std::vector<float>& to) {
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t column = 0; column < columns; ++column)
      to[column * rows + row] = from[row * columns + column];
}

}  // namespace

GaussianFields::GaussianFields(std::uint64_t rows, std::uint64_t columns, double exponent)
    : rows_(rows),
      columns_(columns),
      torus_rows_(torus_length(rows)),
      torus_columns_(torus_length(columns)),
      along_columns_(torus_rows_),
      along_rows_(torus_columns_) {
  for (std::size_t y = 0; y < torus_rows_; ++y)
    for (std::size_t x = 0; x < torus_columns_; ++x) {
      const double v = frequency(y, torus_rows_), u = frequency(x, torus_columns_), square = v * v + u * u;
      amplitude_.push_back(square == 0 ? 0 : static_cast<float>(std::pow(square, -exponent / 2)));
    }
  for (auto* part : {torus_, torus_ + 1}) part->resize(amplitude_.size());
  for (auto* part : {cut_, cut_ + 1}) part->resize(torus_columns_ * rows_);
}

/// Complex white noise, shaped and transformed: its real and imaginary parts are two independent fields.
void GaussianFields::draw_pair(RandomStream& random) {
  for (std::size_t i = 0; i < amplitude_.size(); ++i)
    for (auto* part : {torus_, torus_ + 1}) (*part)[i] = static_cast<float>(random.normal(1)) * amplitude_[i];
  along_columns_.transform_columns(torus_[0], torus_[1], torus_columns_);
  for (std::size_t part = 0; part < 2; ++part) transpose(torus_[part], rows_, torus_columns_, cut_[part]);
  along_rows_.transform_columns(cut_[0], cut_[1], rows_);
  for (std::size_t part = 0; part < 2; ++part) {
    planes_[part].resize(rows_ * columns_);
    transpose(cut_[part], columns_, rows_, planes_[part]);
    normalise(planes_[part]);
  }
}

/// Of two positions on the torus, by their distance in (columns, rows), up to a factor.
std::vector<float> GaussianFields::covariances() const {
  std::vector<float> power(amplitude_.size()), nothing(amplitude_.size());
  for (std::size_t i = 0; i < power.size(); ++i) power[i] = amplitude_[i] * amplitude_[i];
  along_columns_.transform_columns(power, nothing, torus_columns_);
  std::vector<float> turned(power.size()), none(power.size());
  transpose(power, torus_rows_, torus_columns_, turned);
  along_rows_.transform_columns(turned, none, torus_rows_);
  return turned;
}

double GaussianFields::neighbour_correlation() const {
  if (rows_ * columns_ < 2) return 0;
  const std::vector<float> covariance = covariances();
  // The variance of the plane's mean, which is taken out: the mean over all pairs of positions.
  double of_mean = 0;
  for (std::size_t y = 0; y < rows_; ++y)
    for (std::size_t x = 0; x < columns_; ++x) {
      const double signs = (y == 0 ? 1 : 2) * (x == 0 ? 1 : 2);
      of_mean += signs * static_cast<double>((rows_ - y) * (columns_ - x)) * covariance[x * torus_rows_ + y];
    }
  of_mean /= std::pow(static_cast<double>(rows_ * columns_), 2);
  const auto along_rows = static_cast<double>(rows_ * (columns_ - 1)),
             along_columns = static_cast<double>((rows_ - 1) * columns_);
  double neighbours = 0;
  if (columns_ > 1) neighbours += along_rows * covariance[torus_rows_];
  if (rows_ > 1) neighbours += along_columns * covariance[1];
  return (neighbours / (along_rows + along_columns) - of_mean) / (covariance[0] - of_mean);
}

const std::vector<float>& GaussianFields::next(RandomStream& random) {
  if (!has_second_) draw_pair(random);
  has_second_ = !has_second_;
  return planes_[has_second_ ? 0 : 1];
}

}  // namespace scnnsim
