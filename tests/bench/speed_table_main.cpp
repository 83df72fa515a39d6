// SPDX-License-Identifier: Apache-2.0
// Prints the table of speeds: speed_table SCNNSIM VGG_TRACE SMALL_TRACE OUT [REPEATS]; see tools/bench.
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <string>

#include "tests/bench/calibration.h"
#include "tests/bench/dense_convolution.h"
#include "tests/bench/speed_table.h"
#include "traces/network.h"

namespace scnnsim {
namespace {

using Best = SpeedTable::Best;

SimulationOptions simulation_alone() {
  SimulationOptions options;
  options.verify = false;
  return options;
}

double rate(const SimulationTime& time) {
  return static_cast<double>(time.multiplies) / time.seconds / 1e9;
}
double nanoseconds_per_issue(double seconds, const SimulationTime& of) {
  return seconds * 1e9 / static_cast<double>(of.issues);
}

/// Where the time of a layer goes, by leaving parts out.
void profile(const SpeedTable& table, const BenchLayer& layer) {
  SimulationOptions timing = simulation_alone();
  timing.values = false;
  const SimulationTime alone = table.simulation(layer, simulation_alone()),
                       bare = table.simulation(layer, timing), verified = table.simulation(layer, {});
  table.note(fmt::format(
      "... ns per issue: timing, mapping and the kernel {:.1f}, values {:.1f}; verification on top: "
      "{:.1f}; {:.1f} x the calibration loop",
      nanoseconds_per_issue(bare.seconds, bare), nanoseconds_per_issue(alone.seconds - bare.seconds, bare),
      nanoseconds_per_issue(verified.seconds - alone.seconds, bare),
      rate(alone) * 1e9 / calibration_speed()));
}

void conv3_2(SpeedTable& table) {
  BenchLayer layer = square_layer(256, 256, 56);
  table.row("VGG conv3_2, output_queued: simulation", "G multiplies/s", Best::high, 1.5,
            [&] { return rate(simulate_timed(layer, simulation_alone())); });
  profile(table, layer);
  layer.config.scatter.policy = ScatterPolicy::input_queued;
  table.row("VGG conv3_2, input_queued: simulation", "G multiplies/s", Best::high, 0.6,
            [&] { return rate(simulate_timed(layer, simulation_alone())); });
  profile(table, layer);
}

double dense_vgg16() {
  double seconds = 0;
  for (const NetworkLayer& layer : find_network("vgg16").layers)
    seconds += dense_convolution_seconds(layer.description.shape).value_or(0);
  return seconds;
}

void vgg16(SpeedTable& table, const std::vector<std::string>& run) {
  ProgramTime one;
  const auto run_with = [&](const char* jobs) {
    std::vector<std::string> arguments = run;
    arguments.insert(arguments.end(), {"--jobs", jobs});
    return run_program(arguments);
  };
  const double seconds = table.row("all of VGG-16, verified, written", "s", Best::low, 4, [&] {
    one = run_with("1");
    return one.cpu_seconds;
  });
  table.note(fmt::format("... wall clock of the last run: {:.2f} s", one.seconds));
  table.row("... largest process", "MB", Best::low, 300, [&] { return one.peak_megabytes; });
  table.row("... with --jobs 2", "s", Best::low, 2.2, [&] { return run_with("2").seconds; });
  if (dense_vgg16() > 0)
    table.row("... against oneDNN, dense float, one core", "x its time", Best::low, 15,
              [&] { return seconds / dense_vgg16(); });
  else
    table.note("... against oneDNN: not built in (libdnnl-dev)");
}

/// Time over work, both relative to the first; noise of 10 % is let pass.
class Growth {
 public:
  double of(double seconds, double work) {
    if (seconds_ == 0) seconds_ = seconds, work_ = work;
    return (seconds / seconds_) / (work / work_);
  }
  static constexpr double limit = 1.1;

 private:
  double seconds_ = 0, work_ = 0;
};

void growth_row(SpeedTable& table, const std::string& work, double growth) {
  table.row("time / work: " + work, "x", Best::low, Growth::limit, [=] { return growth; });
}

void more_channels(SpeedTable& table) {
  Growth growth;
  for (const std::uint32_t times : {1u, 2u, 4u, 8u}) {
    const SimulationTime time = table.simulation(square_layer(64 * times, 128, 56), simulation_alone());
    growth_row(table,
               fmt::format("{} channels, {} x the multiplies, {:.3f} s", 64 * times, times, time.seconds),
               growth.of(time.seconds, static_cast<double>(time.multiplies)));
  }
}

/// The work of more and smaller PEs: the vector pairs that are issued.
void more_pes(SpeedTable& table) {
  BenchLayer layer = square_layer(128, 128, 56);
  Growth growth;
  for (const std::uint32_t grid : {2u, 4u, 8u, 16u}) {
    layer.config = equal_multipliers(grid);
    const SimulationTime time = table.simulation(layer, simulation_alone());
    const auto& array = layer.config.multiplier_array;
    growth_row(table,
               fmt::format("{} PEs of {} x {}, {} k vector pairs, {:.3f} s", grid * grid, array.f, array.i,
                           time.issues / 1000, time.seconds),
               growth.of(time.seconds, static_cast<double>(time.issues)));
  }
}

void print(const std::vector<std::string>& arguments) {
  const std::string &program = arguments[0], &vgg = arguments[1], &small = arguments[2], &out = arguments[3];
  SpeedTable table(arguments.size() > 4 ? static_cast<unsigned>(std::stoul(arguments[4])) : 5);
  conv3_2(table);
  vgg16(table, {program, "run", vgg, "--out", out, "--force"});
  table.row("a layer of 1 k multiplies, whole process", "ms", Best::low, 30, [&] {
    return 1e3 * run_program({program, "run", small, "--out", out, "--force"}).cpu_seconds;
  });
  more_channels(table);
  more_pes(table);
}

}  // namespace
}  // namespace scnnsim

int main(int count, char** arguments) {
  try {
    if (count < 5) {
      fmt::print(stderr,
                 "speed_table: expected SCNNSIM VGG_TRACE SMALL_TRACE OUT [REPEATS]; see tools/bench\n");
      return 2;
    }
    scnnsim::print({arguments + 1, arguments + count});
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "speed_table: {}\n", error.what());
    return 1;
  }
}
