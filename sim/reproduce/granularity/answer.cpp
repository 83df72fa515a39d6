// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sim/reproduce/granularity/equal_loss.h"

namespace scnnsim::trained {
namespace {

constexpr StudyFigure told_figures[] = {StudyFigure::cycles, StudyFigure::energy,
                                        StudyFigure::memory_references, StudyFigure::storage};

using Accept = bool (*)(const StudyRow&);

/// The row with the lowest value of those accepted, the first one on ties; null without any.
const MeasuredRow* lowest(const EqualLoss& group, std::size_t figure, Accept accept) {
  const MeasuredRow* best = nullptr;
  for (const MeasuredRow& row : group.group.rows)
    if (accept(row.row) && (best == nullptr || row.values[figure].mean < best->values[figure].mean))
      best = &row;
  return best;
}

std::string ratio_text(const Spread& ratio) {
  return ratio.deviation == 0 ? fmt::format("{:.2f}", ratio.mean)
                              : fmt::format("{:.2f} ±{:.2f}", ratio.mean, ratio.deviation);
}

/// "filter on dcnn_structured takes the fewest cycles (0.80 ±0.05 and 0.71 ±0.04)".
std::string clause(const std::vector<EqualLoss>& groups, StudyFigure figure, Accept accept) {
  const auto i = static_cast<std::size_t>(figure);
  std::vector<const MeasuredRow*> best;
  for (const EqualLoss& group : groups)
    if (const MeasuredRow* row = lowest(group, i, accept)) best.push_back(row);
  if (best.empty()) return "";
  std::vector<std::string> ratios, winners;
  for (std::size_t n = 0; n < best.size(); ++n) {
    ratios.push_back(ratio_text(best[n]->ratios[i]));
    winners.push_back(
        fmt::format("{} (at {}: {})", row_text(best[n]->row), points_text(groups[n].loss()), ratios.back()));
  }
  const bool is_one = std::all_of(best.begin(), best.end(), [&](const MeasuredRow* row) {
    return row_text(row->row) == row_text(best.front()->row);
  });
  if (is_one)
    return fmt::format("{} takes {} ({})", row_text(best.front()->row), lowest_text(figure),
                       fmt::join(ratios, " and "));
  return fmt::format("{} take {}", fmt::join(winners, " and "), lowest_text(figure));
}

std::string sentence(const std::string& opening, const std::vector<EqualLoss>& groups, Accept accept) {
  std::vector<std::string> clauses;
  for (const StudyFigure figure : told_figures)
    if (std::string text = clause(groups, figure, accept); !text.empty()) clauses.push_back(std::move(text));
  return clauses.empty() ? "" : fmt::format("{}: {}.", opening, fmt::join(clauses, "; "));
}

}  // namespace

std::string answer_text(const std::vector<EqualLoss>& losses) {
  std::vector<EqualLoss> means;
  std::copy_if(losses.begin(), losses.end(), std::back_inserter(means),
               [](const EqualLoss& one) { return one.is_mean(); });
  if (means.empty()) return "";
  std::vector<std::string> points;
  points.reserve(means.size());
  for (const EqualLoss& one : means) points.push_back(points_text(one.loss()));
  return sentence(fmt::format("At equal accuracy (losses of {}), relative to element pruning on scnn",
                              fmt::join(points, " and ")),
                  means, [](const StudyRow&) { return true; }) +
         " " + sentence("On scnn alone", means, [](const StudyRow& row) {
           return row.machine.architecture == "scnn";
         });
}

}  // namespace scnnsim::trained
