// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/measure.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <nlohmann/json.hpp>

#include "sim/run/worker_process.h"
#include "traces/generate.h"
#include "traces/support/error.h"

namespace scnnsim {

BenchLayer square_layer(std::uint32_t C, std::uint32_t K, std::uint32_t plane) {
  NetworkLayer layer;
  LayerShape& shape = layer.description.shape;
  layer.description.name = "square";
  layer.description.after = {"relu"};
  shape.C = C;
  shape.K = K;
  shape.H = shape.W = plane;
  shape.R = shape.S = 3;
  shape.pad_top = shape.pad_left = shape.pad_bottom = shape.pad_right = 1;
  GenerateOptions options;
  options.granularity = Granularity::element;
  options.weight_density = 0.24;
  options.activation_density = 0.47;
  options.activation_pattern = "uniform";
  options.output = OutputDensity::none;
  BenchLayer bench;
  bench.tensors = generate_layer(layer, options);
  bench.description = layer.description;
  return bench;
}

MachineConfig equal_multipliers(std::uint32_t grid) {
  MachineConfig config;
  const std::uint32_t standard = config.pe_array.rows;
  config.pe_array.rows = config.pe_array.columns = grid;
  config.multiplier_array.f = config.multiplier_array.f * standard / grid;
  config.multiplier_array.i = config.multiplier_array.i * standard / grid;
  config.accumulator.banks = config.accumulator.banks * standard * standard / (grid * grid);
  return config;
}

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

[[noreturn]] void become(const std::vector<std::string>& arguments) {
  std::vector<char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
  execv(pointers[0], pointers.data());
  _exit(127);
}

}  // namespace

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double median_of(unsigned times, const std::function<double()>& measure) {
  std::vector<double> measured(times);
  std::generate(measured.begin(), measured.end(), measure);
  std::sort(measured.begin(), measured.end());
  return measured[times / 2];
}

SimulationTime simulate_timed(const BenchLayer& layer, const SimulationOptions& options) {
  SimulationTime time;
  run_in_worker(
      "layer " + layer.description.name,
      [&](Channel& channel) {
        const double start = cpu_seconds();
        const LayerResult result =
            simulate_layer_here(layer.config, layer.description, layer.tensors, options);
        const double seconds = cpu_seconds() - start;
        if (result.verified == Verified::no) throw SimulationError(result.first_mismatch);
        channel.send(nlohmann::json{{"seconds", seconds},
                                    {"multiplies", result.multiplies},
                                    {"issues", result.pe_cycles[static_cast<std::size_t>(CycleOwner::issue)]}}
                         .dump());
      },
      [&](const std::string& message) {
        const auto json = nlohmann::json::parse(message);
        time = {json.at("seconds"), json.at("multiplies"), json.at("issues")};
      });
  return time;
}

ProgramTime run_program(const std::vector<std::string>& arguments) {
  const auto start = Clock::now();
  const pid_t child = fork();
  if (child == 0) become(arguments);
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0)
    throw SimulationError(arguments.front() + " failed");
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return {seconds_since(start), seconds(usage.ru_utime) + seconds(usage.ru_stime),
          static_cast<double>(usage.ru_maxrss) * 1024 / 1e6};
}

}  // namespace scnnsim
