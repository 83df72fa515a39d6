// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sim/cli/command_line.h"
#include "sim/cli/commands.h"
#include "sim/cli/replaceable_file.h"
#include "sim/cli/standard_streams.h"
#include "sim/report/report.h"
#include "traces/support/error.h"
#include "traces/support/files.h"
#include "traces/support/leftovers.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;

constexpr const char* report_about =
    "Writes one HTML file about results of scnnsim run, sweeps, or both: where cycles, energy and traffic\n"
    "go per layer, why PEs wait and what to try, the PE array as a heat map, two machines beside each\n"
    "other, what every unit does over a window of cycles, the points of a sweep. It opens from disk in any\n"
    "browser and needs no network. Tables sort, copy as CSV and are there without JavaScript, too.";
constexpr const char* report_examples =
    "  scnnsim report results\n"
    "  scnnsim report results-8x8 results-4x4 --out compared.html\n"
    "  scnnsim run trace --layers conv4 --out results --timeline conv4.json --cycles 0:2000\n"
    "  scnnsim report results --timeline conv4.json --out conv4.html\n"
    "  scnnsim report results fifo-sweep --out all.html --force\n";

/// Throws UserError where the file cannot be written, before the work begins.
void check_place(const fs::path& file, bool force) {
  std::error_code ignored;
  const fs::file_type type = fs::status(file, ignored).type();
  if (file.empty() || type == fs::file_type::directory)
    throw UserError(fmt::format("--out: {:?} is {}, expected the name of a file", file.string(),
                                file.empty() ? "no name" : "a folder"));
  require_regular("--out", file);
  if (type != fs::file_type::not_found && !force)
    throw UserError(fmt::format("{}: exists already; --force replaces it", file.string()));
}

}  // namespace

int report_command(const std::vector<std::string>& arguments) {
  CommandLine command("scnnsim report", report_about, report_examples);
  command.positionals("RESULTS", "folders written by scnnsim run --out or scnnsim sweep, or their files");
  command.value("out", "FILE", "the page; default report.html");
  command.repeated(
      "timeline", "FILE",
      "show this timeline of scnnsim run --timeline, best of a window of cycles (--cycles); it must be "
      "of one of the RESULTS: of the same trace, machine, configuration and version of scnnsim");
  command.flag("force", "replace the file if there is one");
  if (!command.parse(arguments)) return 0;
  const std::vector<std::string> places = command.all("RESULTS");
  if (places.empty()) throw UserError(command.where("RESULTS") + ": is missing");
  const fs::path file = command.find<std::string>("out").value_or("report.html");
  std::vector<std::string> inputs = places;
  for (const std::string& timeline : command.all("timeline")) inputs.push_back(timeline);
  require_no_input("--out", file, inputs, {"<!doctype html>"});
  check_place(file, command.given("force"));
  const std::string page = report_page(read_report(places, command.all("timeline")));
  print_leftovers(remove_leftovers(fs::absolute(file)));
  write_file(file, page);
  print_message(fmt::format("{}: written, {:.1f} kB; open it in a browser", file.string(),
                            static_cast<double>(page.size()) / 1e3));
  return 0;
}

}  // namespace scnnsim
