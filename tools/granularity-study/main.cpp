// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/cli/command_line.h"
#include "sim/cli/run_program.h"
#include "sim/cli/standard_streams.h"
#include "sim/run/interrupt.h"
#include "tools/granularity-study/study.h"
#include "traces/support/error.h"

namespace {

using namespace scnnsim;

CommandLine options_of_study() {
  CommandLine options(
      "granularity-study",
      "Trains networks on Fashion-MNIST, prunes them step by step at several granularities, retrains after "
      "each "
      "step\nand writes accuracies (results.csv) and traces. A study that was stopped continues where it was "
      "when "
      "the same\ncommand is given again.",
      "  granularity-study --size test --out try\n"
      "  granularity-study --size full --net vgg --rule uniform --out study\n"
      "  granularity-study --size full --granularity element,2:4,block:8x8 --density 0.5,0.25 --out study\n");
  options.value("out", "DIR", "folder of the study; needed")
      .value("size", "test|full", "minutes, or many hours (default: test)")
      .value("net", "NET,...", "vgg: 70,272 weights to prune; resnet: 173,056 (default: both)")
      .value("seed", "N,...", "training runs (default: 1, or 1,2,3 for full)")
      .value("rule", "RULE,...",
             "densities of the layers: uniform: all the same; sensitivity: as a scan of each layer says "
             "(default: "
             "uniform, or both for full)")
      .value("granularity", "G,...", "what is pruned: " + prunable_choices() + " (default: by size)")
      .value("density", "D,...",
             "share of the grains that stay, in steps; n:m knows its own (default: by size)")
      .value("data", "DIR", "Fashion-MNIST (default: Debian's, /usr/share/datasets/fashion-mnist)");
  return options;
}

/// The option's list, or `standard` if it is not given.
template <class T>
std::vector<T> list_of(const CommandLine& command, const std::string& name, const std::vector<T>& standard,
                       const ValueRange<std::conditional_t<std::is_arithmetic_v<T>, T, int>>& range = {}) {
  std::vector<T> values;
  for (const std::string& text : command.list(name))
    values.push_back(parse_scalar<T>(text, command.where(name), range));
  return values.empty() ? standard : values;
}

StudySettings settings_of(const CommandLine& command) {
  const StudySize size = command.find<StudySize>("size").value_or(StudySize::test);
  const StudyChoice standard = choice_of(size);
  StudySettings settings;
  settings.out = command.at<std::string>("out");
  settings.data = command.find<std::string>("data").value_or("/usr/share/datasets/fashion-mnist");
  settings.schedule = schedule_of(size);
  settings.choice = {list_of(command, "net", standard.nets), list_of(command, "seed", standard.seeds),
                     list_of(command, "rule", standard.rules),
                     list_of(command, "granularity", standard.granularities),
                     list_of(command, "density", standard.densities, {0.001, 0.999})};
  for (const Granularity& granularity : settings.choice.granularities)
    if (granularity == Granularity::none)
      throw UserError(command.where("granularity") + ": got none, expected " + prunable_choices() +
                      "; the dense network is always measured");
  std::sort(settings.choice.densities.rbegin(), settings.choice.densities.rend());
  return settings;
}

int study(const std::vector<std::string>& arguments) {
  CommandLine command = options_of_study();
  if (!command.parse(arguments)) return 0;
  const StudySettings settings = settings_of(command);
  const InterruptScope interrupts;
  try {
    run_study(settings);
  } catch (const Interrupted& interrupted) {
    throw Interrupted(interrupted.signal_number(),
                      std::string(interrupted.what()) + "; the same command continues the study");
  }
  print_line((settings.out / "results.csv").string() + ": accuracies; traces beside it");
  return 0;
}

}  // namespace

/// `granularity-study --size test|full --out DIR`.
int main(int count, char** arguments) {
  return scnnsim::run_program(count, arguments, study);
}
