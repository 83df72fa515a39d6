// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>

#include "sim/cli/commands.h"
#include "sim/run/interrupt.h"
#include "tests/unit/support/file_test.h"
#include "traces/convolution.h"
#include "traces/npy.h"
#include "traces/trace.h"

namespace scnnsim {
namespace {

struct Outcome {
  int code;
  std::string text;
};

Outcome run(const std::vector<std::string>& arguments) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  try {
    const int code = trace_command(arguments);
    std::fflush(stdout);
    ::testing::internal::GetCapturedStderr();
    return {code, ::testing::internal::GetCapturedStdout()};
  } catch (...) {
    ::testing::internal::GetCapturedStderr();
    ::testing::internal::GetCapturedStdout();
    throw;
  }
}

class TraceCommandTest : public ::testing::Test {
 protected:
  TraceCommandTest() {
    write_text(
        folder_ / "n.yaml",
        "name: tiny\nlayers:\n"
        "  - {name: a, C: 3, K: 8, H: 6, W: 6, R: 3, S: 3, relu: true, weight_density: 0.5, input_density: "
        "0.5}\n"
        "  - {name: b/c, C: 8, K: 4, H: 4, W: 4, R: 1, S: 1, weight_density: 0.5, input_density: 0.5}\n");
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  Outcome generate(const std::string& out, std::vector<std::string> more = {}) {
    more.insert(more.begin(),
                {"generate", "--network", path("n.yaml"), "--granularity", "element", "--out", path(out)});
    return run(more);
  }
  /// Adds the right output to layer a of a trace, or one that differs in a value.
  void add_output(const std::string& name, std::int32_t error) {
    Trace trace = Trace::open(folder_ / name);
    LayerTensors tensors = trace.load(trace.layers[0], 16);
    Tensor<std::int32_t> output = convolve(trace.layers[0].description, tensors).as_int32().value();
    output.data[5] += error;
    trace.layers[0].output_file = "a.output.npy";
    write_npy(folder_ / name / "a.output.npy", output);
    write_trace_yaml(trace, folder_ / name);
  }
  ScratchFolder folder_;
};

TEST_F(TraceCommandTest, GeneratesAndShowsATrace) {
  EXPECT_EQ(generate("t").code, 0);
  const Outcome text = run({"info", path("t")});
  EXPECT_EQ(text.code, 0);
  for (const char* part : {"tiny: 2 layers", "b/c", "8 x 3 x 3 x 3", "element", "50.0", "total"})
    EXPECT_NE(text.text.find(part), std::string::npos) << part << " in\n" << text.text;
  const auto json = nlohmann::json::parse(run({"info", path("t"), "--format", "json"}).text);
  EXPECT_EQ(json["layers"][0]["weights"]["nonzeros"], 108);
  EXPECT_EQ(json["total"]["macs"], 8 * 4 * 4 * 27 + 4 * 16 * 8);
}

TEST_F(TraceCommandTest, ShowsHowActivationsLie) {
  generate("t");
  const Outcome text = run({"info", path("t"), "--statistics"});
  EXPECT_EQ(text.code, 0);
  for (const char* part : {"tiny: 2 layers", "autocorrelation", "concentration", "8 x 4 x 4", "50.0"})
    EXPECT_NE(text.text.find(part), std::string::npos) << part << " in\n" << text.text;
  const auto json = nlohmann::json::parse(run({"info", path("t"), "--statistics", "--format", "json"}).text);
  EXPECT_EQ(json["layers"][0]["layer"], "a");
  EXPECT_DOUBLE_EQ(json["layers"][0]["density"], 0.5);
  EXPECT_TRUE(
      json["layers"][1]["autocorrelation_4"].is_null());  // no two positions of 4 x 4 are that far apart
  const std::string csv = run({"info", path("t"), "--statistics", "--format", "csv"}).text;
  EXPECT_EQ(csv.rfind("layer,input,density,autocorrelation_1,", 0), 0u) << csv;
}

TEST_F(TraceCommandTest, ShowsSizesAsCsv) {
  generate("t");
  const std::string csv = run({"info", path("t"), "--format", "csv"}).text;
  EXPECT_EQ(csv.rfind("layer,input,filters,", 0), 0u) << csv;
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 4);
}

TEST_F(TraceCommandTest, ChecksOutputs) {
  generate("t");
  EXPECT_EQ(run({"check", path("t")}).code, 0);
  add_output("t", 0);
  const Outcome right = run({"check", path("t")});
  EXPECT_EQ(right.code, 0);
  EXPECT_NE(right.text.find("a: output agrees (128 values)"), std::string::npos);
  add_output("t", 1);
  const Outcome wrong = run({"check", path("t")});
  EXPECT_EQ(wrong.code, 1);
  EXPECT_NE(wrong.text.find("a: output DISAGREES first at (0, 1, 1)"), std::string::npos) << wrong.text;
}

TEST_F(TraceCommandTest, PruningLeavesOutOutputsAndSaysSo) {
  generate("t");
  add_output("t", 0);
  const Outcome outcome = run({"prune", path("t"), "--granularity", "vector", "--density", "0.25", "--layers",
                               "a", "--out", path("p")});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.text.find("left out"), std::string::npos);
  const Trace pruned = Trace::open(folder_ / "p");
  EXPECT_EQ(pruned.layers[0].output_file, "");
  EXPECT_EQ(pruned.layers[0].description.granularity, Granularity::vector);
  EXPECT_EQ(pruned.layers[1].description.granularity, Granularity::element);
  EXPECT_NE(pruned.provenance.find("outputs_left_out"), std::string::npos);
  EXPECT_NE(pruned.provenance.find("scnnsim trace generate"), std::string::npos);
  EXPECT_EQ(run({"check", path("p")}).code, 0);
}

TEST_F(TraceCommandTest, PruningByNOfMNeedsNoDensity) {
  generate("t");
  EXPECT_EQ(run({"prune", path("t"), "--granularity", "2:4", "--out", path("p")}).code, 0);
  const Trace pruned = Trace::open(folder_ / "p");
  EXPECT_EQ(pruned.layers[0].description.granularity, Granularity::n_of_m(2, 4));
  EXPECT_NE(pruned.provenance.find("granularity: 2:4"), std::string::npos) << pruned.provenance;
  expect_user_error(
      [&] {
        run({"prune", path("t"), "--granularity", "2:4", "--density", "0.3", "--out", path("q")});
      },
      {"--density", "expected 0.5"});
  expect_user_error(
      [&] {
        run({"prune", path("t"), "--granularity", "vector", "--out", path("q")});
      },
      {"--density", "missing"});
  expect_user_error(
      [&] {
        run({"prune", path("t"), "--granularity", "none", "--out", path("q")});
      },
      {"--granularity", "got none", "element, vector"});
}

TEST_F(TraceCommandTest, PruningOverTheNetworkIsRecorded) {
  generate("t");
  EXPECT_EQ(run({"prune", path("t"), "--granularity", "kernel", "--density", "0.25", "--ranking", "network",
                 "--salience", "random", "--seed", "7", "--out", path("p")})
                .code,
            0);
  const Trace pruned = Trace::open(folder_ / "p");
  for (const char* part : {"ranking: network", "salience: random", "seed: 7"})
    EXPECT_NE(pruned.provenance.find(part), std::string::npos) << pruned.provenance;
}

/// Makes layer a of a trace one that is added to and pooled before it is written.
void add_written(const std::filesystem::path& folder) {
  Trace trace = Trace::open(folder);
  trace.layers[0].description.after = {"add", "relu", "max_pool"};
  trace.layers[0].written_file = "a.written.npy";
  write_npy(folder / "a.written.npy", Tensor<std::int8_t>({8, 2, 2}));
  write_trace_yaml(trace, folder);
}

TEST_F(TraceCommandTest, PruningKeepsWhatCanBeComputedAfterALayer) {
  generate("t");
  add_written(folder_ / "t");
  EXPECT_EQ(Trace::open(folder_ / "t").version, 2u);
  const Outcome outcome = run({"prune", path("t"), "--granularity", "vector", "--density", "0.25", "--layers",
                               "a", "--out", path("p")});
  EXPECT_NE(outcome.text.find("written tensor no longer holds and is left out, and of what follows it, [add, "
                              "relu, max_pool], only relu stays"),
            std::string::npos)
      << outcome.text;
  const Trace pruned = Trace::open(folder_ / "p");
  EXPECT_EQ(pruned.version, 1u);
  EXPECT_EQ(pruned.layers[0].written_file, "");
  EXPECT_EQ(pruned.layers[0].description.after, std::vector<std::string>{"relu"});
  EXPECT_NE(pruned.provenance.find("written_left_out: [a]"), std::string::npos) << pruned.provenance;
  run({"prune", path("t"), "--granularity", "vector", "--density", "0.25", "--layers", "b/c", "--out",
       path("q")});
  const Trace copied = Trace::open(folder_ / "q");
  EXPECT_EQ(copied.layers[0].written_file, "a.written.npy");
  EXPECT_EQ(copied.layers[0].description.after.size(), 3u);
}

TEST_F(TraceCommandTest, ChecksTheGranularityThatTheZerosShow) {
  generate("t");
  EXPECT_EQ(run({"check", path("t")}).text.find("granularity"), std::string::npos);
  Trace trace = Trace::open(folder_ / "t");
  for (TraceLayer& layer : trace.layers) layer.description.granularity = Granularity::kernel;
  write_trace_yaml(trace, folder_ / "t");
  const std::string text = run({"check", path("t")}).text;
  EXPECT_NE(text.find("a: granularity: the trace says kernel, the zeros of the weights show element"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("b/c: granularity"), std::string::npos);  // 1 x 1: elements are kernels
}

TEST_F(TraceCommandTest, ComparesWithTheOutputOfTheFramework) {
  write_text(
      folder_ / "trace.yaml",
      "version: 2\nnetwork: n\nlayers:\n  - {name: a, C: 1, K: 1, H: 1, W: 3, R: 1, S: 1, weights: w.npy, "
      "activations: x.npy, bias: b.npy, output: o.npy}\n");
  const auto write = [&](const char* file, const Shape& shape, const std::vector<float>& values) {
    Tensor<float> tensor(shape);
    tensor.data = values;
    write_npy(folder_ / file, tensor);
  };
  write("w.npy", {1, 1, 1, 1}, {0.5f});
  write("x.npy", {1, 1, 3}, {1, -2, 0});
  write("b.npy", {1}, {0.25f});
  write("o.npy", {1, 1, 3}, {0.75f, -0.75f, 0.25f});
  const Outcome exact = run({"check", folder_.path().string()});
  EXPECT_EQ(exact.code, 0);
  EXPECT_NE(exact.text.find("a: weights: float32, quantised to 8 bits: value x 2^7"), std::string::npos)
      << exact.text;
  EXPECT_NE(exact.text.find("a: largest relative error 0 of the quantised"), std::string::npos) << exact.text;
  write("o.npy", {1, 1, 3}, {0.75f, -1, 0.3125f});
  const Outcome close = run({"check", folder_.path().string()});
  EXPECT_NE(close.text.find("largest relative error 0.25"), std::string::npos) << close.text;
  EXPECT_EQ(close.text.find("the framework's output is far off"), std::string::npos) << close.text;
  write("o.npy", {1, 1, 3}, {0.75f, -1, 0.75f});
  const Outcome far = run({"check", folder_.path().string()});
  EXPECT_EQ(far.code, 0) << "it is no exact expectation";
  EXPECT_NE(far.text.find("a: the framework's output is far off"), std::string::npos) << far.text;
}

TEST_F(TraceCommandTest, RefusesToOverwriteUnlessForced) {
  generate("t");
  expect_user_error([&] { generate("t"); }, {"not empty", "--force"});
  EXPECT_EQ(generate("t", {"--force"}).code, 0);
}

TEST_F(TraceCommandTest, NeverReplacesTheTraceItReads) {
  generate("t");
  const std::string before = Trace::open(folder_ / "t").checksum();
  expect_user_error(
      [&] {
        run({"prune", path("t"), "--granularity", "element", "--density", "0.1", "--out", path("t"),
             "--force"});
      },
      {"is or holds the input", path("t")});
  EXPECT_EQ(Trace::open(folder_ / "t").checksum(), before);
}

TEST_F(TraceCommandTest, RecordsTheLayersItWasAskedFor) {
  generate("all");
  EXPECT_EQ(Trace::open(folder_ / "all").provenance.find("layers"), std::string::npos);
  generate("one", {"--layers", "b/c"});
  EXPECT_NE(Trace::open(folder_ / "one").provenance.find("layers: [b/c]"), std::string::npos);
}

TEST_F(TraceCommandTest, AnInterruptLeavesNothingBehind) {
  generate("t");
  const auto entries = [&] { return std::distance(std::filesystem::directory_iterator(folder_.path()), {}); };
  const auto before = entries();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    // Held back until the command looks.
    sigset_t held, mask;
    sigemptyset(&held);
    sigaddset(&held, signal);
    sigprocmask(SIG_BLOCK, &held, &mask);
    const auto handler = std::signal(signal, SIG_DFL);
    for (const bool prunes : {false, true}) {
      raise(signal);
      try {
        prunes ? run({"prune", path("t"), "--granularity", "vector", "--density", "0.5", "--out", path("p")})
               : generate("g");
        ADD_FAILURE() << "not interrupted by signal " << signal;
      } catch (const Interrupted& interrupted) {
        EXPECT_EQ(interrupted.signal_number(), signal);
      }
      EXPECT_EQ(entries(), before);
    }
    std::signal(signal, handler);
    sigprocmask(SIG_SETMASK, &mask, nullptr);
  }
}

TEST_F(TraceCommandTest, ExplainsItself) {
  for (const char* subcommand : {"", "generate", "import", "prune", "info", "check"}) {
    std::vector<std::string> arguments{"--help"};
    if (*subcommand) arguments.insert(arguments.begin(), subcommand);
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.code, 0);
    EXPECT_NE(outcome.text.find("Examples:"), std::string::npos) << subcommand;
  }
}

TEST_F(TraceCommandTest, RefusesMistakes) {
  expect_user_error([] { run({}); }, {"subcommand", "generate, import, prune, info or check"});
  // The tests have no importer beside them.
  expect_user_error(
      [] {
        run({"import", "m.onnx", "--input", "x.npy", "--out", "t"});
      },
      {"scnnsim-import", "tools/setup import", "tools/build --program --importer"});
  expect_user_error([] { run({"chek"}); }, {"chek", "did you mean \"check\""});
  expect_user_error([] { run({"info"}); }, {"TRACE is missing"});
  expect_user_error([] { run({"info", "a", "b"}); }, {"expected one TRACE only"});
  expect_user_error([] { run({"info", "a", "--formt", "json"}); }, {"--formt", "did you mean \"--format\""});
  expect_user_error([] { run({"info", "a", "--format", "xml"}); }, {"--format", "xml", "text, json"});
  expect_user_error([] { run({"info", "a", "--form", "json"}); }, {"--form"});
  expect_user_error([] { run({"info", "no-such-trace"}); }, {"no-such-trace", "does not exist"});
  expect_user_error([] { run({"generate", "--network", "vgg16", "--network", "vgg16"}); }, {"network"});
  expect_user_error([&] { generate("t", {"--seed", "-1"}); }, {"--seed"});
  expect_user_error([&] { generate("t", {"--seed=1.5"}); }, {"--seed", "got 1.5", "an integer"});
  expect_user_error(
      [&] {
        generate("t", {"--weight-density", "2"});
      },
      {"--weight-density", "got 2", "0 ... 1"});
  expect_user_error(
      [&] {
        generate("t", {"--activation-pattern", "clusterd"});
      },
      {"clusterd", "did you mean \"clustered\""});
  expect_user_error(
      [&] {
        generate("t", {"--output-density", "some"});
      },
      {"--output-density", "some", "published, none"});
  expect_user_error([&] { generate("t", {"--layers", "a,,b"}); }, {"--layers", "a,,b"});
  expect_user_error([&] { generate("t", {"--layers", "d"}); }, {"--layers", "\"d\"", "known layers: a, b/c"});
  expect_user_error(
      [&] {
        run({"prune", "x", "--granularity", "none", "--density", "1", "--out", "y"});
      },
      {"--granularity", "none"});
  EXPECT_FALSE(std::filesystem::exists(folder_ / "t"));
}

}  // namespace
}  // namespace scnnsim
