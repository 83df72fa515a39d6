// SPDX-License-Identifier: Apache-2.0
// run_corpus TARGET FILE|FOLDER...: gives each file to a reader. A folder's are a corpus, which has inputs
// that the reader takes and inputs that it refuses. Any compiler builds it, so that a finding of libFuzzer
// can be debugged.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz_targets.h"

namespace {

namespace fs = std::filesystem;

const std::map<std::string, bool (*)(std::string_view)> targets{
    {"npy", scnnsim::fuzz::npy},
    {"trace", scnnsim::fuzz::trace},
    {"configuration", scnnsim::fuzz::configuration},
    {"sweep", scnnsim::fuzz::sweep},
    {"results", scnnsim::fuzz::results},
    {"constraint", scnnsim::fuzz::constraint},
#ifdef SCNNSIM_FUZZ_ONNX
    {"onnx", scnnsim::fuzz::onnx},
#endif
};

std::string read(const fs::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return bytes.str();
}

/// Throws what the reader throws, with the file's name.
bool takes(bool (*target)(std::string_view), const fs::path& file) {
  try {
    return target(read(file));
  } catch (const std::exception& error) {
    throw std::runtime_error(file.string() + ": " + error.what());
  }
}

void run_folder(bool (*target)(std::string_view), const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::size_t taken = 0;
  for (const fs::path& file : files) taken += takes(target, file) ? 1 : 0;
  std::printf("%s: %zu files, %zu taken\n", folder.c_str(), files.size(), taken);
  if (taken == 0 || taken == files.size())
    throw std::runtime_error(folder.string() +
                             ": expected inputs that are taken and inputs that are refused");
}

void run(const std::string& name, const std::vector<fs::path>& places) {
  const auto target = targets.find(name);
  if (target == targets.end()) throw std::runtime_error("unknown target " + name);
  for (const fs::path& place : places) {
    if (fs::is_directory(place))
      run_folder(target->second, place);
    else
      std::printf("%s: %s\n", place.c_str(), takes(target->second, place) ? "taken" : "refused");
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::fputs("usage: run_corpus TARGET FILE|FOLDER...\n", stderr);
    return 2;
  }
  try {
    run(arguments[1], {arguments + 2, arguments + count});
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "run_corpus: %s\n", error.what());
    return 1;
  }
}
