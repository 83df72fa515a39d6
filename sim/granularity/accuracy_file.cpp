// SPDX-License-Identifier: Apache-2.0
#include "sim/granularity/accuracy_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/text/read_csv.h"
#include "traces/support/error.h"
#include "traces/support/files.h"
#include "traces/support/scalar.h"

namespace scnnsim {
namespace {

constexpr std::uint64_t most_bytes = 10'000'000;

struct AccuracyRow {
  std::string where, seed;
  Granularity granularity;
  double density, accuracy;
};

class AccuracyReader {
 public:
  explicit AccuracyReader(std::string name) : name_(std::move(name)) {}

  std::vector<AccuracyRow> read(const std::string& text) {
    const CsvRows csv = read_csv(text, name_);
    if (!csv.header.empty()) read_header(csv);
    std::vector<AccuracyRow> rows;
    for (const CsvRows::Row& row : csv.rows) rows.push_back(read_row(row));
    if (rows.empty())
      throw UserError(name_ + ": holds no accuracies, expected a line granularity,density,accuracy and rows");
    return in_shares(std::move(rows));
  }

 private:
  void read_header(const CsvRows& csv) {
    header_ = csv.header;
    std::replace(header_.begin(), header_.end(), std::string("top1"), std::string("accuracy"));
    for (const char* column : {"granularity", "density", "accuracy", "seed"})
      if (std::count(header_.begin(), header_.end(), column) > 1)
        throw UserError(fmt::format("{}: got the columns {}, expected one {} only{}", csv.header_where,
                                    csv.header_text, column,
                                    column == std::string("accuracy") ? " (accuracy or top1)" : ""));
    for (const char* column : {"granularity", "density", "accuracy"})
      if (std::find(header_.begin(), header_.end(), column) == header_.end())
        throw UserError(
            fmt::format("{}: got the columns {}, expected granularity, density, accuracy (or top1) "
                        "and perhaps seed",
                        csv.header_where, csv.header_text));
  }

  AccuracyRow read_row(const CsvRows::Row& from) const {
    const std::vector<std::string>& cells = from.cells;
    AccuracyRow row{from.where, "", {}, 1, 0};
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string where = fmt::format("{}: {}", from.where, header_[i]);
      if (header_[i] == "seed") row.seed = cells[i];
      if (header_[i] == "granularity") row.granularity = parse_scalar<Granularity>(cells[i], where);
      if (header_[i] == "density")
        row.density = parse_scalar<double>(cells[i], where, ValueRange<double>{1e-6, 1});
      if (header_[i] == "accuracy")
        row.accuracy = parse_scalar<double>(cells[i], where, ValueRange<double>{0, 100});
    }
    if (row.granularity == Granularity::none && row.density != 1)
      throw UserError(fmt::format("{}: density: got {} at granularity none, expected 1: nothing was pruned",
                                  from.where, row.density));
    return row;
  }

  static std::vector<AccuracyRow> in_shares(std::vector<AccuracyRow> rows) {
    const bool in_per_cent =
        std::any_of(rows.begin(), rows.end(), [](const AccuracyRow& row) { return row.accuracy > 1; });
    for (AccuracyRow& row : rows)
      if (in_per_cent) row.accuracy /= 100;
    return rows;
  }

  std::string name_;
  std::vector<std::string> header_;
};

/// Between the densities of a curve, from the densest down, where the accuracy first falls below `target`.
NeededDensity needed_of(const std::map<double, double>& curve, const std::string& seed, double target) {
  auto above = curve.rbegin();
  for (auto below = std::next(above); below != curve.rend(); above = below++) {
    if (below->second >= target) continue;
    const double share = (above->second - target) / (above->second - below->second);
    return {seed, std::exp((1 - share) * std::log(above->first) + share * std::log(below->first)), false};
  }
  return {seed, above->first, true};
}

}  // namespace

AccuracyFile AccuracyFile::read(const std::filesystem::path& file) {
  return parse(read_file(file, most_bytes), file.string());
}

AccuracyFile AccuracyFile::parse(const std::string& text, const std::string& name) {
  AccuracyFile accuracies;
  accuracies.name_ = name;
  for (const AccuracyRow& row : AccuracyReader(name).read(text)) {
    if (row.granularity == Granularity::none || row.density == 1) {
      const double known = accuracies.dense_.emplace(row.seed, row.accuracy).first->second;
      if (known != row.accuracy)
        throw UserError(fmt::format("{}: the dense network has the accuracy {} here and {} before{}",
                                    row.where, row.accuracy, known,
                                    row.seed.empty() ? "" : " for this seed"));
      continue;
    }
    if (!accuracies.curves_[row.granularity][row.seed].emplace(row.density, row.accuracy).second)
      throw UserError(fmt::format("{}: {} at density {} is given twice{}", row.where,
                                  to_string(row.granularity), row.density,
                                  row.seed.empty() ? "" : " for this seed"));
  }
  for (auto& [granularity, by_seed] : accuracies.curves_)
    for (auto& [seed, curve] : by_seed) {
      const auto dense = accuracies.dense_.find(seed);
      if (dense == accuracies.dense_.end())
        throw UserError(
            fmt::format("{}: has no accuracy of the dense network{}, expected a row of granularity "
                        "none and density 1",
                        name, seed.empty() ? "" : " of seed " + seed));
      if (!granularity.is_n_of_m()) curve.emplace(1, dense->second);
    }
  for (const auto& [seed, accuracy] : accuracies.dense_) accuracies.seeds_.push_back(seed);
  return accuracies;
}

void AccuracyFile::require(const std::vector<Granularity>& granularities) const {
  std::vector<std::string> known, missing;
  if (curves_.empty()) known = {"the dense network alone"};
  for (const auto& [granularity, by_seed] : curves_) known.push_back(to_string(granularity));
  for (const Granularity& granularity : granularities)
    if (curves_.count(granularity) == 0) missing.push_back(to_string(granularity));
  if (!missing.empty())
    throw UserError(
        fmt::format("{}: has no rows of granularity {}, but of {}; measure what is missing, or choose "
                    "others with --granularity",
                    name_, fmt::join(missing, ", "), fmt::join(known, ", ")));
  std::set<std::string> seeds;
  for (const Granularity& granularity : granularities)
    for (const auto& [seed, curve] : curves_.at(granularity)) seeds.insert(seed);
  for (const Granularity& granularity : granularities)
    for (const std::string& seed : seeds)
      if (curves_.at(granularity).count(seed) == 0)
        throw UserError(
            fmt::format("{}: has no rows of granularity {}{}, expected the same seeds of each "
                        "granularity that is compared",
                        name_, to_string(granularity), seed.empty() ? "" : " of seed " + seed));
}

double AccuracyFile::dense_accuracy() const {
  double sum = 0;
  for (const auto& [seed, accuracy] : dense_) sum += accuracy;
  return sum / static_cast<double>(dense_.size());
}

std::vector<double> AccuracyFile::accuracies(const Granularity& granularity, double density) const {
  std::vector<double> all;
  for (const auto& [seed, dense] : dense_) {
    if (granularity == Granularity::none) {
      all.push_back(dense);
      continue;
    }
    const Curve& curve = curves_.at(granularity).at(seed);
    if (const auto found = curve.find(density); found != curve.end()) all.push_back(found->second);
  }
  return all;
}

std::vector<NeededDensity> AccuracyFile::needed(const Granularity& granularity, double loss) const {
  std::vector<NeededDensity> needed;
  for (const auto& [seed, curve] : curves_.at(granularity)) {
    const double target = dense_.at(seed) - loss;
    if (granularity.is_n_of_m()) {
      if (curve.begin()->second < target) return {};
      needed.push_back({seed, curve.begin()->first, false});
    } else {
      needed.push_back(needed_of(curve, seed, target));
    }
  }
  return needed;
}

}  // namespace scnnsim
