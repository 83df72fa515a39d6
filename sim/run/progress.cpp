// SPDX-License-Identifier: Apache-2.0
#include "sim/run/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <string_view>

#include "sim/tables/table_cells.h"
#include "sim/text/visible.h"
#include "traces/support/utf8.h"

namespace scnnsim {
namespace {

/// Nobody needs progress: a stream that is closed or full is no error, and fmt::print would throw.
void put(std::FILE* stream, const std::string& text) {
  std::fputs(text.c_str(), stream);
  std::fflush(stream);
}

/// One plain line per finished layer.
class PlainProgress : public RunObserver {
 public:
  PlainProgress(std::FILE* stream, std::size_t tasks) : stream_(stream), tasks_(tasks) {}

  void started(std::size_t task, const std::string& name) override { names_[task] = visible(name); }
  void finished(std::size_t task, const LayerRun& run) override {
    const LayerResult& layer = run.result;
    put(stream_, fmt::format("[{}/{}] {}: {} cycles, verified {}, {:.1f} s\n", ++done_, tasks_, names_[task],
                             with_thousands(layer.cycles), to_string(layer.verified), run.seconds));
  }

 private:
  std::FILE* stream_;
  std::size_t tasks_, done_ = 0;
  std::map<std::size_t, std::string> names_;
};

/// One line that is written over.
class LiveProgress : public RunObserver {
 public:
  LiveProgress(std::FILE* stream, std::size_t tasks) : stream_(stream), tasks_(tasks) {}
  ~LiveProgress() override { write(""); }

  void started(std::size_t task, const std::string& name) override { running_[task] = {visible(name), 0.0}; }
  void progressed(std::size_t task, double share) override { running_[task].share = share; }
  void finished(std::size_t task, const LayerRun&) override {
    running_.erase(task);
    ++done_;
  }
  void tick() override { write(status()); }

 private:
  struct Running {
    std::string name;
    double share;
  };

  std::string status() const {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
    std::string text = fmt::format("{}/{} layers done, {:.0f} s", done_, tasks_, elapsed.count());
    for (const auto& [task, running] : running_)
      text += fmt::format("{} {} {:.0f} %", task == running_.begin()->first ? ";" : ",", running.name,
                          100 * running.share);
    return text;
  }

  /// Leaves the first characters, whole.
  static void cut(std::string& text, std::size_t characters) {
    std::string_view rest = text;
    for (std::size_t i = 0; i < characters && !rest.empty(); ++i)
      rest.remove_prefix(first_character(rest).bytes.size());
    text.resize(text.size() - rest.size());
  }

  /// Replaces what stands on the line, cut to the terminal's width.
  void write(std::string text) {
    winsize size{};
    const std::size_t columns =
        ioctl(fileno(stream_), TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
    if (display_width(text) >= columns) cut(text, columns - 1);
    put(stream_, fmt::format("\r{}\x1b[K", text));
  }

  std::FILE* stream_;
  std::size_t tasks_, done_ = 0;
  std::map<std::size_t, Running> running_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

std::unique_ptr<RunObserver> make_progress(std::FILE* stream, std::size_t tasks) {
  if (isatty(fileno(stream))) return std::make_unique<LiveProgress>(stream, tasks);
  return std::make_unique<PlainProgress>(stream, tasks);
}

}  // namespace scnnsim
