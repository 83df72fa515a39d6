// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "tests/import/model_builder.h"
#include "tests/unit/traces/test_support.h"
#include "tools/import/import_model.h"
#include "traces/trace.h"

namespace scnnsim {

/// The tensors of one layer of a trace, as they lie in its files.
struct TracedLayer {
  LayerDescription description;
  Tensor<double> weights, activations, bias, output, written;  ///< empty where absent
};

/// Imports models in a folder of its own.
class ImportCase : public ::testing::Test {
 protected:
  std::filesystem::path file(const std::string& name) const { return folder_ / name; }
  /// Writes floats as .npy and returns the path.
  std::string npy(const std::string& name, const Dimensions& dimensions,
                  const std::vector<float>& values) const;

  /// Saves the model and imports it with these inputs; the trace is at file("out").
  ImportReport import(const ModelBuilder& model, const std::vector<std::string>& inputs,
                      const std::vector<std::string>& options = {}) const;
  /// The layers of the trace that was imported, read and checked by the library as well.
  std::vector<TracedLayer> stored(const std::string& trace = "out") const;
  /// Expects a UserError that holds all these texts, and nothing left behind.
  void expect_refused(const ModelBuilder& model, const std::vector<std::string>& inputs,
                      const std::vector<std::string>& texts,
                      const std::vector<std::string>& options = {}) const;
  void expect_nothing_left() const;

  std::vector<float> random_floats(std::size_t count, double density = 1);
  std::int64_t pick(std::int64_t from, std::int64_t to);

  std::mt19937_64 random_{7};

 private:
  testing::ScratchFolder folder_;
};

/// Settings as the command line would give them.
ImportSettings settings_of(const std::vector<std::string>& arguments);

/// Plain convolution in double of what a trace holds: (K, P, Q).
std::vector<double> plain_convolution(const TracedLayer& layer);

/// Expects the trace's output to be the convolution of its own tensors, within float32's rounding.
void expect_consistent(const TracedLayer& layer);

void expect_near(const std::vector<double>& got, const std::vector<double>& expected,
                 const std::string& what);

}  // namespace scnnsim
