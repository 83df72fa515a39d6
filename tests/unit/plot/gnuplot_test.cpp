// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sim/plot/gnuplot.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using testing::read_text;
using testing::ScratchFolder;

const Plot plot{"bars", "x,y\n1,2\n2,3\n", "plot \"bars.csv\" skip 1 using 1:2 with boxes notitle\n", 300,
                200};

/// While one lives, programs are looked for in `path`.
class SearchPath {
 public:
  explicit SearchPath(const std::string& path) : before_(::getenv("PATH")) {
    ::setenv("PATH", path.c_str(), 1);
  }
  ~SearchPath() { ::setenv("PATH", before_.c_str(), 1); }

 private:
  std::string before_;
};

TEST(Gnuplot, data_and_script_are_written_so_that_a_figure_can_be_drawn_again) {
  const ScratchFolder folder;
  const std::string problem = draw_all(folder.path(), {plot});
  EXPECT_EQ(read_text(folder / "bars.csv"), plot.data);
  EXPECT_NE(read_text(folder / "bars.gp").find("set output \"bars.svg\""), std::string::npos);
  EXPECT_EQ(problem, "");
  EXPECT_NE(read_text(folder / "bars.svg").find("</svg>"), std::string::npos);
}

TEST(Gnuplot, that_it_is_missing_is_said_in_a_line) {
  const ScratchFolder folder;
  const SearchPath nothing(folder.path());
  const std::string problem = draw_all(folder.path(), {plot});
  EXPECT_NE(problem.find("not drawn: bars.svg: gnuplot is not installed"), std::string::npos) << problem;
  EXPECT_EQ(problem.find('\n'), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(folder / "bars.gp"));
}

TEST(Gnuplot, a_script_that_fails_leaves_no_half_figure) {
  const ScratchFolder folder;
  Plot broken = plot;
  broken.script = "plot nonsense(\n";
  EXPECT_NE(draw_all(folder.path(), {broken}), "");
  EXPECT_FALSE(std::filesystem::exists(folder / "bars.svg"));
}

TEST(Gnuplot, its_own_message_is_told) {
  const ScratchFolder folder;
  Plot broken = plot;
  broken.script = "plot nonsense(\n";
  const std::string problem = draw_all(folder.path(), {broken});
  EXPECT_NE(problem.find("gnuplot fails on bars.gp (exit status 1)\n  "), std::string::npos) << problem;
  EXPECT_NE(problem.find("\n  plot nonsense("), std::string::npos) << problem;
  EXPECT_NE(problem.find("line 6: "), std::string::npos) << problem;
}

TEST(Gnuplot, a_figure_that_stops_short_is_none) {
  const ScratchFolder folder;
  testing::write_text(folder / "old.svg", "old");
  for (const PlotFormat format : {PlotFormat::svg, PlotFormat::pdf}) {
    Plot broken = plot;
    broken.script += "set output \"elsewhere\"\n";  // the file is closed, and nothing else is drawn
    broken.script = "set output \"elsewhere\"\n" + broken.script;
    const std::string problem = draw(folder.path(), broken, format);
    EXPECT_NE(problem.find("gnuplot did not finish bars."), std::string::npos) << problem;
    EXPECT_FALSE(std::filesystem::exists(folder / ("bars." + std::string(to_string(format)))));
    EXPECT_THROW(draw_file(folder / "old.svg", broken, format), SimulationError);
  }
  EXPECT_EQ(read_text(folder / "old.svg"), "old") << "the figure that was there stays";
}

}  // namespace
}  // namespace scnnsim
