// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "sim/run/progress.h"

namespace scnnsim {
namespace {

TEST(CliProgress, without_a_terminal_there_is_one_line_per_finished_layer) {
  std::FILE* stream = std::tmpfile();
  ASSERT_NE(stream, nullptr);
  {
    const auto progress = make_progress(stream, 2);
    LayerRun run;
    run.seconds = 1.25;
    run.result.cycles = 12345;
    run.result.verified = Verified::yes;
    progress->started(0, "conv1");
    progress->progressed(0, 0.5);
    progress->tick();
    progress->finished(0, run);
    progress->started(1, "conv1 on dcnn");
    run.result.verified = Verified::off;
    progress->finished(1, run);
  }
  std::rewind(stream);
  std::string text(1000, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), stream));
  std::fclose(stream);
  EXPECT_EQ(text,
            "[1/2] conv1: 12,345 cycles, verified yes, 1.2 s\n"
            "[2/2] conv1 on dcnn: 12,345 cycles, verified off, 1.2 s\n");
}

TEST(CliProgress, a_stream_that_takes_nothing_is_no_error) {
  std::FILE* stream = std::fopen("/dev/full", "w");
  ASSERT_NE(stream, nullptr);
  {
    const auto progress = make_progress(stream, 1);
    progress->started(0, "conv1");
    progress->tick();
    EXPECT_NO_THROW(progress->finished(0, LayerRun{}));
  }
  std::fclose(stream);
}

}  // namespace
}  // namespace scnnsim
