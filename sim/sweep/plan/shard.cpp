// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/sweep_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <queue>

namespace scnnsim {
namespace {

constexpr std::uint64_t most_shards = 100'000;

/// The shard, from 0, of each point: longest processing time first.
std::vector<std::uint64_t> shards_of(const std::vector<PlannedPoint>& points, std::uint64_t count) {
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return points[a].job.cost > points[b].job.cost; });
  using Load = std::pair<double, std::uint64_t>;  // least first, of equal ones the first shard
  std::priority_queue<Load, std::vector<Load>, std::greater<>> loads;
  for (std::uint64_t shard = 0; shard < count; ++shard) loads.push({0, shard});
  std::vector<std::uint64_t> shards(points.size());
  for (const std::size_t point : order) {
    const auto [load, shard] = loads.top();
    loads.pop();
    shards[point] = shard;
    loads.push({load + points[point].job.cost, shard});
  }
  return shards;
}

}  // namespace

Shard Shard::parse(const std::string& text, const std::string& where) {
  const std::size_t slash = text.find('/');
  const auto count = detail::parse_number<std::uint64_t>(
      slash == std::string::npos ? std::string_view() : std::string_view(text).substr(slash + 1));
  const auto index = detail::parse_number<std::uint64_t>(std::string_view(text).substr(0, slash));
  if (!count || !index || *count < 1 || *count > most_shards || *index < 1 || *index > *count)
    throw UserError(fmt::format("{}: got {}, expected i/n with i in 1 ... n, and n at most {}", where, text,
                                most_shards));
  return {*index, *count};
}

void keep_shard(SweepPlan& plan, const Shard& shard) {
  const std::vector<std::uint64_t> shards = shards_of(plan.points, shard.count);
  std::vector<PlannedPoint> kept;
  for (std::size_t i = 0; i < plan.points.size(); ++i)
    if (shards[i] + 1 == shard.index) kept.push_back(std::move(plan.points[i]));
  plan.points = std::move(kept);
}

}  // namespace scnnsim
